import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { OpenDatabase } from "./client.ts";
import type { JobContract } from "./jobs/job-contract.ts";
import { installQueues } from "./jobs/queue-tables.ts";

/** What a run of `migrate` did: the migrations applied now, oldest first. */
export type MigrationRun = { applied: string[] };

// Any number; the same for every process that migrates this product.
const LOCK = 7_240_119;

/**
 * The product's roles, before anything else. A user who is no superuser may act as a role that he made only when that
 * is granted as well (Postgres 16 on), which a check for membership alone does not see. Nothing is done on later runs.
 */
const ROLES = `
	do $$
	declare
		role_name text;
	begin
		foreach role_name in array array['perigee_guest', 'perigee_app', 'perigee_system', 'perigee_search'] loop
			if not exists (select from pg_roles where rolname = role_name) then
				-- Roles belong to the whole server: another database's migration may be making them at this instant.
				begin
					execute format('create role %I nologin', role_name);
				exception when duplicate_object or unique_violation then null;
				end;
			end if;
			if not pg_has_role(current_user, role_name, 'set') then
				execute format('grant %I to current_user', role_name);
			end if;
		end loop;
	end $$`;

/** A change that cannot get at its table stops everybody who queues up behind it; it gives up first. */
const LOCK_WAIT = "10s";

/**
 * Brings the database up to date: each migration in a transaction of its own, forward only, recorded with its digest.
 * Safe to run twice and by several processes at once (an advisory lock taken in each transaction). A migration that
 * fails leaves everything before it applied and says its name. `folder` holds `NNNN_what-it-does.sql` files;
 * `contracts` are the jobs that need a queue.
 */
export async function migrate(
	database: OpenDatabase,
	folder: string,
	contracts: readonly JobContract<never>[],
): Promise<MigrationRun> {
	const applied: string[] = [];
	await database.owner.exec(`
		start transaction; select pg_advisory_xact_lock(${LOCK}); ${ROLES};
		create table if not exists schema_migrations (name text primary key, digest text not null, applied_at timestamptz not null default now());
		commit`);
	for (const migration of await readMigrations(folder)) {
		if (await apply(database, migration)) applied.push(migration.name);
	}
	await installQueues(database, contracts, LOCK);
	return { applied };
}

/** The names of migrations in `folder` that this database has not had yet. Empty means ready. */
export async function pendingMigrations(database: OpenDatabase, folder: string): Promise<string[]> {
	const known = await database.owner
		.query<{ name: string }>("select name from schema_migrations")
		.catch((error: { code?: string }) => {
			if (error.code === "42P01") return [];
			throw error;
		});
	const names = new Set(known.map((row) => row.name));
	return (await readMigrations(folder)).map((migration) => migration.name).filter((name) => !names.has(name));
}

type Migration = { name: string; text: string; digest: string };

async function readMigrations(folder: string): Promise<Migration[]> {
	const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
	return Promise.all(
		names.map(async (name) => {
			const text = await readFile(path.join(folder, name), "utf8");
			return { name, text, digest: createHash("sha256").update(text).digest("hex") };
		}),
	);
}

/** One simple-protocol message: lock, check, change and record commit together or not at all. */
async function apply(database: OpenDatabase, migration: Migration): Promise<boolean> {
	const [known] = await database.owner.query<{ digest: string }>(
		"select digest from schema_migrations where name = $1",
		[migration.name],
	);
	if (known) {
		if (known.digest !== migration.digest)
			throw new Error(`migration ${migration.name} was changed after it was applied`);
		return false;
	}
	try {
		await database.owner.exec(`
			start transaction; select pg_advisory_xact_lock(${LOCK}); set local lock_timeout = '${LOCK_WAIT}';
			insert into schema_migrations (name, digest) values ('${migration.name}', '${migration.digest}');
			${migration.text}
			;commit`);
		return true;
	} catch (error) {
		// Another process applied it while this one waited for the lock.
		if ((error as { code?: string; table?: string; constraint?: string }).constraint === "schema_migrations_pkey")
			return false;
		throw new Error(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
	}
}
