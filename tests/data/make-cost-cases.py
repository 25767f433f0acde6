#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sidelong authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes cost-cases.json: costs computed with fractions, independently of the program.

usage: tests/data/make-cost-cases.py > tests/data/cost-cases.json
"""
import json
import random
from fractions import Fraction

KINDS = ["input", "cached_read", "cache_write", "cache_write_long", "output"]
PICO = 10 ** 12


def in_force(price, total_input):
    """The five rates for a request, or None for a kind that has no price."""
    tier = {}
    for candidate in price.get("tiers", []):
        if total_input > candidate["above_input_tokens"]:
            tier = candidate
    rates = {kind: tier.get(kind, price.get(kind)) for kind in KINDS}
    for kind, fallback in [("cached_read", "input"), ("cache_write", "input"),
                           ("cache_write_long", "cache_write")]:
        if rates[kind] is None:
            rates[kind] = rates[fallback]
    return rates


def dollars(picos):
    text = f"{picos // PICO}.{picos % PICO:012d}"
    return text.rstrip("0").rstrip(".")


def case(name, price, **usage):
    usage = {kind: usage.get(kind, 0) for kind in KINDS}
    rates = in_force(price, usage["input"])
    tokens = {"input": usage["input"] - usage["cached_read"] - usage["cache_write"],
              "cached_read": usage["cached_read"],
              "cache_write": usage["cache_write"] - usage["cache_write_long"],
              "cache_write_long": usage["cache_write_long"],
              "output": usage["output"]}
    # One dollar per million tokens is a million picodollars a token. Python rounds half to even.
    parts = {kind: round(Fraction(rates[kind]) * count * 10 ** 6) if count else 0
             for kind, count in tokens.items()}
    return {"name": name, "price": price, "usage": usage,
            "parts": {kind: dollars(part) for kind, part in parts.items()},
            "usd": dollars(sum(parts.values()))}


FULL = {"input": "3.00", "cached_read": "0.75", "cache_write": "3.75", "cache_write_long": "6.00",
        "output": "12.00", "tiers": [{"above_input_tokens": 200000, "input": "6.00",
                                      "output": "18.00"}]}
PLAIN = {"input": "2.5", "output": "15"}
STEPS = {"input": "1", "output": "2",
         "tiers": [{"above_input_tokens": 1000, "input": "10", "cache_write": "11"},
                   {"above_input_tokens": 2000, "input": "100", "output": "200",
                    "cached_read": "50"}]}


def written():
    yield case("nothing used", FULL)
    yield case("input alone", FULL, input=1000)
    yield case("output alone", FULL, output=1000)
    yield case("every kind at once", FULL, input=1000, cached_read=300, cache_write=200,
               cache_write_long=50, output=77)
    yield case("all of the input was cached", FULL, input=500, cached_read=500)
    yield case("all of the input was written long", FULL, input=500, cache_write=500,
               cache_write_long=500)
    for above in (-1, 0, 1):
        yield case(f"{above} tokens above the mark", FULL, input=200000 + above, output=10)
    yield case("cached tokens count toward the mark", FULL, input=200001, cached_read=200000)
    yield case("a tier takes the base's cached and written prices", FULL, input=300000,
               cached_read=1000, cache_write=900, cache_write_long=90, output=5)
    yield case("no prices but two: cached falls to input", PLAIN, input=100, cached_read=60)
    yield case("no prices but two: written falls to input", PLAIN, input=100, cache_write=60)
    yield case("no prices but two: long falls to written and input", PLAIN, input=100,
               cache_write=60, cache_write_long=20)
    yield case("long falls to written", {"input": "1", "cache_write": "1.25", "output": "5"},
               input=100, cache_write=60, cache_write_long=20)
    for tokens in (1000, 1001, 2000, 2001):
        yield case(f"two tiers at {tokens}", STEPS, input=tokens, cached_read=10, cache_write=20,
                   cache_write_long=5, output=3)
    for tokens in range(1, 8):
        yield case(f"{tokens} times half a picodollar", {"input": "0.0000005",
                                                         "output": "0.0000015"},
                   input=tokens, output=tokens)
    yield case("a free model", {"input": "0", "output": "0"}, input=10 ** 15, output=10 ** 15)
    yield case("only input has a price and only input was used", {"input": "1"}, input=7)
    yield case("the article: gpt-4-turbo", {"input": "10.00", "output": "30.00"}, input=1234,
               output=567)
    yield case("the article: gpt-3.5-turbo", {"input": "0.50", "output": "1.50"}, input=1234,
               output=567)
    yield case("the article: claude-3-sonnet", {"input": "3.00", "output": "15.00"}, input=1234,
               output=567)
    yield case("nine million dollars", {"input": "9", "output": "0"}, input=10 ** 12)


def drawn(count):
    source = random.Random(20261123)

    def rate():
        digits = source.randint(0, 9)
        return f"{Fraction(source.randint(0, 10 ** (digits + 2)), 10 ** digits).__float__():.{digits}f}"

    for number in range(count):
        price = {"input": rate(), "output": rate()}
        for kind in ("cached_read", "cache_write", "cache_write_long"):
            if source.random() < 0.6:
                price[kind] = rate()
        marks = sorted(source.sample(range(1, 400), source.randint(0, 3)))
        if marks:
            price["tiers"] = [{"above_input_tokens": mark * 1000,
                               **{kind: rate() for kind in KINDS if source.random() < 0.6}}
                              for mark in marks]
        read, short, long, plain = (source.randint(0, 120000) for _ in range(4))
        yield case(f"drawn {number}", price, input=read + short + long + plain, cached_read=read,
                   cache_write=short + long, cache_write_long=long,
                   output=source.randint(0, 64000))


if __name__ == "__main__":
    cases = list(written()) + list(drawn(110))
    print("[\n" + ",\n".join(json.dumps(entry) for entry in cases) + "\n]")
