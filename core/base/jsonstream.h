// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rapidjson/encodings.h>
#include <rapidjson/stream.h>

#include <cstddef>
#include <cstring>
#include <type_traits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// The parser's two points of extension, source stream and encoding, used to take plain characters
// of a string as a run: its own vector path begins at 16-byte boundaries only, which most strings
// of a stream never reach. Included by json.cpp alone.

namespace Sidelong::Json {

/// Text that is unescaped in place and followed by \c padding NUL bytes.
struct PaddedStream
{
    using Ch = char;
    static constexpr int padding = 16; ///< What a vector load at the last byte looks at.

    explicit PaddedStream(char *text) : source(text), head(text) { }

    char Peek() const { return *source; }
    char Take() { return *source++; }
    size_t Tell() const { return static_cast<size_t>(source - head); }
    void Put(char c) { *target++ = c; }
    char *PutBegin() { return target = source; }
    size_t PutEnd(char *begin) const { return static_cast<size_t>(target - begin); }
    void Flush() { }

    /// Moves everything up to the next quote, backslash or control character.
    void takeRun()
    {
        const size_t size = runLength(source);
        if (target != source)
            std::memmove(target, source, size);
        source += size;
        target += size;
    }

    static size_t runLength(const char *text)
    {
        size_t size = 0;
#ifdef __SSE2__
        for (;; size += 16) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text + size));
            const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
            const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
            const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
            const int ends =
                _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control));
            if (ends != 0)
                return size + static_cast<size_t>(__builtin_ctz(static_cast<unsigned>(ends)));
        }
#else
        while (text[size] != '"' && text[size] != '\\'
               && static_cast<unsigned char>(text[size]) > 0x1f)
            ++size;
        return size;
#endif
    }

    char *source;
    char *target = nullptr;
    char *head;
};

/// UTF-8 as it comes (Value::string() checks it), and a lone low surrogate as U+FFFD.
struct Utf8Runs : rapidjson::UTF8<char>
{
    template <typename Stream>
    static void Encode(Stream &stream, unsigned codepoint)
    {
        const bool surrogate = codepoint >= 0xd800 && codepoint <= 0xdfff;
        rapidjson::UTF8<char>::Encode(stream, surrogate ? 0xfffd : codepoint);
    }
};

/// Turns every escaped high surrogate that no low one follows into an escaped U+FFFD, which is as
/// long: offsets stay.
void replaceLoneSurrogates(char *begin, const char *end);

} // namespace Sidelong::Json

namespace rapidjson {

template <>
struct StreamTraits<Sidelong::Json::PaddedStream>
{
    enum { copyOptimization = 1 };
};

template <>
struct Transcoder<Sidelong::Json::Utf8Runs, Sidelong::Json::Utf8Runs>
{
    template <typename Source, typename Target>
    static bool Transcode(Source &source, Target &target)
    {
        if constexpr (std::is_same_v<Target, Sidelong::Json::PaddedStream>)
            source.takeRun();
        else // never run: the parser's path for texts that are not unescaped in place
            target.Put(source.Take());
        return true;
    }
    template <typename Source, typename Target>
    static bool Validate(Source &source, Target &target)
    {
        return Transcode(source, target);
    }
};

} // namespace rapidjson
