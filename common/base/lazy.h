// A T that takes no memory until it is first changed, and reads as an empty one until then: for what few of very many have.
#pragma once

#include <memory>

namespace chatroom {

template <typename T>
class Lazy final
{
public:
    [[nodiscard]] const T& operator*() const
    {
        static const T none{};
        return m_value == nullptr ? none : *m_value;
    }
    [[nodiscard]] const T* operator->() const { return &**this; }
    // To change it: made now if it was not there.
    [[nodiscard]] T& edit()
    {
        if (m_value == nullptr)
            m_value = std::make_unique<T>();
        return *m_value;
    }
    // To change what is there: null where it was never changed, and so has nothing to take away.
    [[nodiscard]] T* made() { return m_value.get(); }
    // Empty again.
    void clear() { m_value.reset(); }

private:
    std::unique_ptr<T> m_value;
};

} // namespace chatroom
