-- What the store keeps, as a table with the same indexes: artifacts, their targets, and one event for each push.
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = FULL;
CREATE TABLE artifacts (id TEXT PRIMARY KEY, created INTEGER, repository TEXT, branch TEXT, source_branch TEXT, event TEXT,
                        sha TEXT, tag TEXT, body TEXT);
CREATE INDEX by_time ON artifacts (created);
CREATE INDEX by_repository ON artifacts (repository, created);
CREATE INDEX by_branch ON artifacts (branch, created);
CREATE INDEX by_source_branch ON artifacts (source_branch, created);
CREATE INDEX by_event ON artifacts (event, created);
CREATE INDEX by_sha ON artifacts (sha, created);
CREATE INDEX by_tag ON artifacts (tag, created);
CREATE TABLE targets (env TEXT, app TEXT, created INTEGER, id TEXT);
CREATE INDEX by_env ON targets (env, created);
CREATE INDEX by_app ON targets (app, created);
CREATE TABLE events (id TEXT PRIMARY KEY, type TEXT, status TEXT, artifact TEXT, created INTEGER, request TEXT);
CREATE INDEX by_event_type ON events (type, created);
CREATE INDEX by_event_status ON events (status, created);
CREATE INDEX by_event_artifact ON events (artifact, created);
