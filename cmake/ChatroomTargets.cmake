# One call makes a target of a folder. Sources are found by name, so that a new command, capability or page is one
# new file and no edit here; CONFIGURE_DEPENDS notices it at the next build.

# chatroom_sources(<variable>): every .cpp and .h below this folder.
function(chatroom_sources variable)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
    set(${variable} "${found}" PARENT_SCOPE)
endfunction()

# chatroom_precompile(<target> <header>...)
function(chatroom_precompile target)
    if(CHATROOM_PCH)
        target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
endfunction()

# chatroom_layer(<name> [MOC] [LINKS <target>...] [PRIVATE_LINKS <target>...] [PCH <header>...])
# makes the static library chatroom_<name>, known as Chatroom::<name>. MOC where the layer has QObjects.
function(chatroom_layer name)
    cmake_parse_arguments(PARSE_ARGV 1 layer "MOC" "" "LINKS;PRIVATE_LINKS;PCH")
    chatroom_sources(sources)
    add_library(chatroom_${name} STATIC ${sources})
    add_library(Chatroom::${name} ALIAS chatroom_${name})
    target_include_directories(chatroom_${name} PUBLIC "${PROJECT_SOURCE_DIR}/common")
    target_link_libraries(chatroom_${name} PUBLIC ${layer_LINKS} PRIVATE ${layer_PRIVATE_LINKS})
    set_target_properties(chatroom_${name} PROPERTIES AUTOMOC ${layer_MOC})
    chatroom_precompile(chatroom_${name} ${layer_PCH})
endfunction()

# chatroom_tests(<prefix> LINKS <target>... [PCH <header>...]): each tst_*.cpp of this folder is a test of its own,
# other sources are shared by them all.
function(chatroom_tests prefix)
    cmake_parse_arguments(PARSE_ARGV 1 tests "" "" "LINKS;PCH")
    file(GLOB found CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/tst_*.cpp")
    file(GLOB shared CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
    list(REMOVE_ITEM shared ${found})
    set(support)
    if(shared)
        set(support ${prefix}_test_support)
        add_library(${support} STATIC ${shared})
        target_link_libraries(${support} PUBLIC ${tests_LINKS} Qt6::Test)
        target_include_directories(${support} PUBLIC "${PROJECT_SOURCE_DIR}/tests")
        set_target_properties(${support} PROPERTIES AUTOMOC ON)
    endif()
    foreach(source IN LISTS found)
        get_filename_component(name "${source}" NAME_WE)
        set(target ${prefix}_${name})
        add_executable(${target} "${source}")
        target_link_libraries(${target} PRIVATE ${support} ${tests_LINKS} Qt6::Test)
        target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
        set_target_properties(${target} PROPERTIES AUTOMOC ON
            RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
        add_test(NAME ${prefix}/${name} COMMAND ${target})
        set_tests_properties(${prefix}/${name} PROPERTIES TIMEOUT 120
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.qpa.*=false")
    endforeach()
endfunction()
