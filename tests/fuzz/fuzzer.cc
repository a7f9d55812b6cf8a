// libFuzzer's way into one target: CHATROOM_FUZZ_TARGET.
#include "fuzz/targets.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size); // libFuzzer calls it

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    chatroom::fuzz::CHATROOM_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    return 0;
}
