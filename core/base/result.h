// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/failure.h"

#include <QtGlobal>

#include <optional>
#include <utility>
#include <variant>

namespace Sidelong {

/// A value, or the Failure that explains why there is none. The part of std::expected that we
/// need until the toolchain's floor has C++23.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Failure failure) : m_state(std::in_place_index<1>, std::move(failure)) { }

    explicit operator bool() const { return m_state.index() == 0; }

    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(value()); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    /// Only where the result is false.
    const Failure &failure() const
    {
        Q_ASSERT(m_state.index() == 1);
        return *std::get_if<1>(&m_state);
    }

private:
    const T &value() const
    {
        Q_ASSERT(m_state.index() == 0);
        return *std::get_if<0>(&m_state);
    }
    T &value()
    {
        Q_ASSERT(m_state.index() == 0);
        return *std::get_if<0>(&m_state);
    }

    std::variant<T, Failure> m_state;
};

/// Success without a value, or a Failure.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Failure failure) : m_failure(std::move(failure)) { }

    explicit operator bool() const { return !m_failure; }

    /// Only where the result is false.
    const Failure &failure() const
    {
        Q_ASSERT(m_failure);
        return *m_failure;
    }

private:
    std::optional<Failure> m_failure;
};

} // namespace Sidelong
