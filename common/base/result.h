// A value or an error, with the names of std::expected (C++23) so that the day we move on is a rename.
//
// An expected failure is a value: functions that can fail return Result<T, E> and the error says what and where.
// Reading the wrong side is a broken invariant and asserts. Thread: like the values it holds.
#pragma once

#include <QtGlobal>

#include <utility>
#include <variant>

namespace chatroom {

template <typename E>
class Unexpected final
{
public:
    explicit Unexpected(E error) : m_error(std::move(error)) {}
    [[nodiscard]] const E& error() const& { return m_error; }
    [[nodiscard]] E&& error() && { return std::move(m_error); }

private:
    E m_error;
};

template <typename T, typename E>
class [[nodiscard]] Result final
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}                     // NOLINT: as std::expected
    Result(Unexpected<E> error) : m_state(std::in_place_index<1>, std::move(error).error()) {} // NOLINT: as std::expected

    [[nodiscard]] bool has_value() const { return m_state.index() == 0; }
    [[nodiscard]] explicit operator bool() const { return has_value(); }

    [[nodiscard]] const T& value() const&
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    [[nodiscard]] T& value() &
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    [[nodiscard]] T&& value() &&
    {
        Q_ASSERT(has_value());
        return std::move(*std::get_if<0>(&m_state));
    }
    [[nodiscard]] const E& error() const
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }
    [[nodiscard]] T value_or(T otherwise) const { return has_value() ? value() : std::move(otherwise); }

    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }
    [[nodiscard]] T* operator->() { return &value(); }

private:
    std::variant<T, E> m_state;
};

template <typename E>
class [[nodiscard]] Result<void, E> final
{
public:
    Result() = default;
    Result(Unexpected<E> error) : m_state(std::in_place_index<1>, std::move(error).error()) {} // NOLINT: as std::expected

    [[nodiscard]] bool has_value() const { return m_state.index() == 0; }
    [[nodiscard]] explicit operator bool() const { return has_value(); }
    [[nodiscard]] const E& error() const
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<std::monostate, E> m_state;
};

} // namespace chatroom
