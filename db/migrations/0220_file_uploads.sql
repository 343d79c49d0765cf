-- A file is kept as it comes in: its row stands before its chunks do, and is completed when the last one is there.
-- Until then its sha256 is empty.
grant update (size, sha256) on files to perigee_app;
