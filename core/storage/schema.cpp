// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/migrations.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

// Times are UTC milliseconds, money picodollars.
QStringList firstSchema()
{
    const QString usageAndCost =
        u"input INTEGER NOT NULL, cached_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,"
        " cache_write_long INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL,"
        " usage_estimated INTEGER NOT NULL, cost_input INTEGER NOT NULL,"
        " cost_cached_read INTEGER NOT NULL, cost_cache_write INTEGER NOT NULL,"
        " cost_cache_write_long INTEGER NOT NULL, cost_output INTEGER NOT NULL,"
        " cost_total INTEGER NOT NULL, cost_origin TEXT NOT NULL"_s;
    return {
        u"CREATE TABLE run (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
        " started_ms INTEGER NOT NULL, origin TEXT NOT NULL, tag TEXT NOT NULL,"
        " prompt_name TEXT NOT NULL, prompt BLOB NOT NULL, tools BLOB NOT NULL,"
        " state TEXT NOT NULL,"
        " beginning TEXT NOT NULL, simulated INTEGER NOT NULL, cost_total INTEGER NOT NULL,"
        " cost_origin TEXT NOT NULL) STRICT"_s,
        u"CREATE INDEX run_by_time ON run (started_ms)"_s,
        u"CREATE TABLE variant (run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
        " variant INTEGER NOT NULL, target TEXT NOT NULL, prompt BLOB NOT NULL,"
        " tools BLOB NOT NULL, parameters BLOB NOT NULL, PRIMARY KEY (run_id, variant)) STRICT"_s,
        u"CREATE TABLE answer (run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
        " variant INTEGER NOT NULL, data_row INTEGER NOT NULL, sample INTEGER NOT NULL,"
        " target TEXT NOT NULL, provider TEXT, model TEXT, state TEXT NOT NULL,"
        " finish TEXT NOT NULL, finish_raw TEXT NOT NULL, refusal BLOB NOT NULL,"
        " opaque BLOB NOT NULL, "_s
            + usageAndCost
            + u", cache TEXT NOT NULL, ttft_ms INTEGER, total_ms INTEGER NOT NULL,"
              " attempts INTEGER NOT NULL, failure_kind TEXT, failure_message TEXT,"
              " failure_detail TEXT, failure_status INTEGER,"
              " PRIMARY KEY (run_id, variant, data_row, sample)) STRICT"_s,
        u"CREATE TABLE segment (run_id TEXT NOT NULL, variant INTEGER NOT NULL,"
        " data_row INTEGER NOT NULL, sample INTEGER NOT NULL, position INTEGER NOT NULL,"
        " attempt_id TEXT NOT NULL, text BLOB NOT NULL, reasoning BLOB NOT NULL,"
        " tool_calls BLOB NOT NULL, arrived_ms INTEGER NOT NULL, is_void INTEGER NOT NULL,"
        " PRIMARY KEY (run_id, variant, data_row, sample, position),"
        " FOREIGN KEY (run_id, variant, data_row, sample)"
        " REFERENCES answer (run_id, variant, data_row, sample) ON DELETE CASCADE) STRICT"_s,
        // What a provider said may echo the prompt, so it goes with its run. Written before the
        // run is, hence no foreign key.
        u"CREATE TABLE attempt (id TEXT PRIMARY KEY, run_id TEXT NOT NULL,"
        " number INTEGER NOT NULL, message TEXT NOT NULL, detail TEXT NOT NULL) STRICT"_s,
        u"CREATE INDEX attempt_by_run ON attempt (run_id)"_s,
        u"CREATE TABLE ledger (number INTEGER PRIMARY KEY, attempt_id TEXT NOT NULL UNIQUE,"
        " run_id TEXT NOT NULL, variant INTEGER NOT NULL, data_row INTEGER NOT NULL,"
        " sample INTEGER NOT NULL, attempt INTEGER NOT NULL, started_ms INTEGER NOT NULL,"
        " provider TEXT NOT NULL, model TEXT NOT NULL, prompt_name TEXT NOT NULL,"
        " prompt_version TEXT NOT NULL, tag TEXT NOT NULL, simulated INTEGER NOT NULL,"
        " local INTEGER NOT NULL, outcome TEXT NOT NULL, status INTEGER NOT NULL,"
        " wait_ms INTEGER NOT NULL, connect_ms INTEGER, ttft_ms INTEGER,"
        " total_ms INTEGER NOT NULL, has_usage INTEGER NOT NULL, "_s
            + usageAndCost
            + u", usage_raw BLOB NOT NULL, price_row BLOB NOT NULL, cache TEXT NOT NULL,"
              " saved INTEGER NOT NULL, request_id TEXT NOT NULL, finish_raw TEXT NOT NULL)"
              " STRICT"_s,
        u"CREATE INDEX ledger_by_time ON ledger (started_ms)"_s,
        u"CREATE INDEX ledger_by_run ON ledger (run_id)"_s,
        u"CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger"
        " BEGIN SELECT RAISE (ABORT, 'the ledger is append only'); END"_s,
        u"CREATE TRIGGER ledger_is_not_deleted BEFORE DELETE ON ledger"
        " BEGIN SELECT RAISE (ABORT, 'the ledger is append only'); END"_s,
        // Trigrams find a part of a word, and words of scripts that put no blanks between them.
        u"CREATE VIRTUAL TABLE run_text USING fts5 (body, tokenize = 'trigram')"_s,
        u"CREATE TRIGGER run_is_deleted AFTER DELETE ON run"
        " BEGIN DELETE FROM attempt WHERE run_id = OLD.id;"
        " DELETE FROM run_text WHERE rowid = OLD.number; END"_s,
    };
}

} // namespace

const SchemaSteps &schemaSteps()
{
    static const SchemaSteps steps = {firstSchema()};
    return steps;
}

} // namespace Sidelong
