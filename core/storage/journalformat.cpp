// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/journalformat.h"

#include <QDataStream>
#include <QIODevice>

#include <zlib.h>

#include <type_traits>

namespace Sidelong {

namespace {

/// Reads or writes the same fields in the same order, so that each record is described once.
class FieldStream
{
public:
    explicit FieldStream(QByteArray *out) : m_stream(out, QIODevice::WriteOnly), m_isWriting(true)
    {
        m_stream.setVersion(QDataStream::Qt_6_4);
    }
    explicit FieldStream(const QByteArray &in) : m_stream(in)
    {
        m_stream.setVersion(QDataStream::Qt_6_4);
    }

    template <typename... Fields>
    void operator()(Fields &...fields)
    {
        (field(fields), ...);
    }

    bool isWhole() const { return m_stream.status() == QDataStream::Ok && m_stream.atEnd(); }

private:
    template <typename Field>
    void field(Field &value)
    {
        if constexpr (std::is_enum_v<Field>) {
            auto number = static_cast<qint32>(value);
            field(number);
            value = static_cast<Field>(number);
        } else if (m_isWriting) {
            m_stream << value;
        } else {
            m_stream >> value;
        }
    }
    template <typename Field>
    void field(std::optional<Field> &value)
    {
        bool isThere = value.has_value();
        field(isThere);
        if (isThere && !value)
            value.emplace();
        if (value)
            field(*value);
    }
    void field(Money &money) { field(money.picos); }
    void field(ModelRef &model) { (*this)(model.provider, model.model); }
    void field(Usage &usage)
    {
        (*this)(usage.input, usage.cachedRead, usage.cacheWrite, usage.cacheWriteLong, usage.output,
                usage.reasoning, usage.estimated);
    }
    void field(Cost &cost)
    {
        (*this)(cost.input, cost.cachedRead, cost.cacheWrite, cost.cacheWriteLong, cost.output,
                cost.total, cost.origin);
    }

    QDataStream m_stream;
    bool m_isWriting = false;
};

void fieldsOf(FieldStream &io, JournalRun &record)
{
    RunRecord &run = record.run;
    io(run.id, run.startedMs, run.origin, run.tag, run.promptName, run.prompt, run.tools,
       run.state);
    auto count = static_cast<qint32>(record.variants.size());
    io(count);
    for (qint32 i = 0; i < count && (i < record.variants.size() || !io.isWhole()); ++i) {
        if (i == record.variants.size())
            record.variants.emplaceBack();
        VariantRecord &variant = record.variants[i];
        io(variant.index, variant.target, variant.prompt, variant.tools, variant.parameters);
    }
}

void fieldsOf(FieldStream &io, JournalAttempt &record)
{
    AttemptRecord &a = record.attempt;
    io(record.target, a.id, a.runId, a.variant, a.row, a.sample, a.number, a.startedMs, a.model,
       a.promptName, a.promptVersion, a.tag, a.simulated, a.local, a.outcome, a.message, a.detail,
       a.status, a.waitMs, a.connectMs, a.ttftMs, a.totalMs, a.usage, a.usageRaw, a.cost,
       a.priceRow, a.cache, a.saved, a.requestId, a.finishRaw);
}

void fieldsOf(FieldStream &io, JournalText &record) { io(record.attemptId, record.text); }

void fieldsOf(FieldStream &io, JournalToolCall &record)
{
    ToolCallDelta &fragment = record.fragment;
    io(record.attemptId, fragment.index, fragment.id, fragment.name, fragment.arguments);
}

template <typename Record>
QByteArray packed(Record record)
{
    QByteArray bytes;
    FieldStream io(&bytes);
    fieldsOf(io, record);
    return bytes;
}

template <typename Record>
bool unpacked(const QByteArray &bytes, Record &record)
{
    FieldStream io(bytes);
    fieldsOf(io, record);
    return io.isWhole();
}

} // namespace

quint32 journalChecksum(QByteArrayView bytes)
{
    return static_cast<quint32>(::crc32_z(0, reinterpret_cast<const Bytef *>(bytes.data()),
                                          static_cast<z_size_t>(bytes.size())));
}

QByteArray pack(const JournalRun &run) { return packed(run); }
QByteArray pack(const JournalAttempt &attempt) { return packed(attempt); }
QByteArray pack(const JournalText &text) { return packed(text); }
QByteArray pack(const JournalToolCall &call) { return packed(call); }

bool unpack(const QByteArray &bytes, JournalRun &run) { return unpacked(bytes, run); }
bool unpack(const QByteArray &bytes, JournalAttempt &attempt) { return unpacked(bytes, attempt); }
bool unpack(const QByteArray &bytes, JournalText &text) { return unpacked(bytes, text); }
bool unpack(const QByteArray &bytes, JournalToolCall &call) { return unpacked(bytes, call); }

} // namespace Sidelong
