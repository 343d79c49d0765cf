import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Env, readEnv, setEnv } from "#app/base/env.ts";
import { isDatabaseAway } from "#app/base/errors.ts";
import { log } from "#app/base/log.ts";
import { followEvents } from "#app/domain/workflows/running/starting/follow-events.ts";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { type House, setEventFollower, setHouse } from "#db/context.ts";
import { takeFolder } from "#db/folder-lock.ts";
import { Live } from "#db/live.ts";
import { migrate, pendingMigrations } from "#db/migrate.ts";
import { Queue } from "#db/queue.ts";
import { setSubscriptions } from "#db/recording/dispatch.ts";
import { contracts } from "#jobs/contracts.ts";
import { subscriptions } from "#jobs/subscriptions.ts";
import { registerNodeTypes } from "./node-types.ts";

/** What a process is: `web` serves pages, `worker` runs jobs, `all` does both and migrates first. */
export type ProcessRole = "web" | "worker" | "all";

/** A process with its database open; `close` ends it in order. */
export type Booted = House & { env: Env; role: ProcessRole; isReady(): Promise<boolean>; close(): Promise<void> };

/**
 * Reads the environment, opens the database, migrates where this role does so, and starts queue and live channel.
 * With DATABASE_URL, `web` and `worker` wait for a migrated database instead of changing it.
 */
export async function boot(
	role: ProcessRole,
	source: Record<string, string | undefined> = process.env,
): Promise<Booted> {
	const env = withSecret(readEnv(source));
	setEnv(env);
	if (!env.DATABASE_URL && role !== "all") {
		throw new Error(
			"The embedded database serves one process. Use npm start, or set DATABASE_URL to run web and worker apart.",
		);
	}
	const releaseFolder = env.DATABASE_URL ? undefined : takeFolder(env.DATA_DIR);
	const database = env.DATABASE_URL
		? openDatabase({ url: env.DATABASE_URL, poolSize: env.DATABASE_POOL })
		: openDatabase({ dataDir: path.join(env.DATA_DIR, "pg") });
	const folder = migrationsFolder();
	if (role === "all") await migrate(database, folder, contracts);
	else await waitForMigrations(database, folder);
	const onWrongClock = (aheadMs: number) =>
		log().error({ aheadMs }, "this machine's clock is wrong; the database's is used");
	await outlast(() => database.clock.start(onWrongClock));
	const queue = new Queue(database, {
		works: role !== "web",
		onError: (error) => log().warn({ err: error }, "job queue"),
	});
	const live = new Live(database);
	setSubscriptions(Object.keys(subscriptions));
	setEventFollower(followEvents);
	registerNodeTypes();
	const house: House = { database, queue, live };
	setHouse(house);
	await outlast(() => live.start());
	await outlast(() => queue.start());
	return {
		...house,
		env,
		role,
		isReady: async () => (await pendingMigrations(database, folder)).length === 0,
		async close() {
			await queue.stop();
			await live.close();
			await database.close();
			releaseFolder?.();
		},
	};
}

/** SECRET_KEY seals stored credentials; where none is given one is made and kept beside the data, for its owner only. */
function withSecret(env: Env): Env {
	if (env.SECRET_KEY) return env;
	const file = path.join(env.DATA_DIR, "secret-key");
	if (!existsSync(file)) {
		mkdirSync(env.DATA_DIR, { recursive: true, mode: 0o700 });
		const draft = `${file}.${process.pid}`;
		writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600 });
		try {
			// Whole or not at all, and never over another process's that was faster.
			linkSync(draft, file);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		} finally {
			rmSync(draft, { force: true });
		}
	}
	const key = readFileSync(file, "utf8").trim();
	if (key.length < 32)
		throw new Error(`The key in ${file} is cut short. Put it back from a backup, or set SECRET_KEY.`);
	return { ...env, SECRET_KEY: key };
}

async function waitForMigrations(database: OpenDatabase, folder: string): Promise<void> {
	for (let tries = 0; ; tries++) {
		const pending = await pendingMigrations(database, folder).catch((error: Error) => [error.message]);
		if (pending.length === 0) return;
		if (tries === 0) log().info({ pending }, "waiting for the database to be migrated (npm run db:migrate)");
		if (tries >= 120) throw new Error(`the database was not migrated in time: ${pending.join(", ")}`);
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	}
}

/** Tries a step of the start again while the database is away: a server that restarts meanwhile ends no process. */
async function outlast(step: () => Promise<void>): Promise<void> {
	for (let tries = 0; ; tries++) {
		try {
			return await step();
		} catch (error) {
			if (!isDatabaseAway(error) || tries >= 120) throw error;
			log().warn({ err: error }, "the database went away during the start; trying again");
			await new Promise((resolve) => setTimeout(resolve, 1_000));
		}
	}
}

/** db/migrations of this checkout, also when this module was bundled elsewhere. */
export function migrationsFolder(): string {
	return path.join(process.cwd(), "db", "migrations");
}
