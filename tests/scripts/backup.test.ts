import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { backUp } from "#app/backup-command.ts";
import { openDatabase } from "#db/client.ts";
import { makeOrg, openTestHouse } from "#tests/support/house.ts";

const run = promisify(execFile);
const made = mkdtempSync(path.join(tmpdir(), "perigee-backup-"));
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Runs a script as npm does, without what this machine's environment says. */
function script(file: string, args: string[], env: Record<string, string>) {
	const bare = { PATH: process.env.PATH ?? "", HOME: made };
	return run(process.execPath, [file, ...args], { env: { ...bare, ...env } as unknown as NodeJS.ProcessEnv }).catch(
		(error) => error,
	);
}

describe("backup and restore of the embedded database", { timeout: 120_000 }, () => {
	test("OPS-3 what was backed up is there after a restore into a new folder, walls and all", async () => {
		await openTestHouse();
		const org = await makeOrg("Kept firm");
		const folder = path.join(made, "copy");
		expect(await backUp([folder])).toContain(folder);
		await makeOrg("Made after the backup");
		const DATA_DIR = path.join(made, "data");
		const restored = await script("scripts/restore.ts", [folder], { DATA_DIR });
		expect(restored.stdout).toContain("Restored");
		const database = openDatabase({ dataDir: path.join(DATA_DIR, "pg") });
		const names = await database.owner.query<{ name: string }>("select name from organisations");
		const people = await database.owner.query(`select from memberships where org_id = '${org.id}'`);
		const unseen = await database.guest("select name from organisations").catch((error: Error) => error.message);
		await database.close();
		expect(names).toEqual([{ name: "Kept firm" }]);
		expect(people).toHaveLength(5);
		expect(unseen).toMatch(/permission denied/);
	});

	test("OPS-3 a backup is for its owner only, never over another, and never half there", async () => {
		const folder = path.join(made, "second");
		await backUp([folder]);
		expect(statSync(folder).mode & 0o077).toBe(0);
		expect(statSync(path.join(folder, "database.tar")).mode & 0o077).toBe(0);
		expect(readdirSync(made).filter((name) => name.endsWith(".unfinished"))).toEqual([]);
		await expect(backUp([folder])).rejects.toThrow("already");
		await expect(backUp(["relative"])).rejects.toThrow("Usage");
	});

	test("OPS-3 a restore takes the key along, and does not touch a database that is there", async () => {
		const folder = path.join(made, "second");
		writeFileSync(path.join(folder, "secret-key"), "the-key-of-the-backup");
		const DATA_DIR = path.join(made, "other");
		await script("scripts/restore.ts", [folder], { DATA_DIR });
		expect(readFileSync(path.join(DATA_DIR, "secret-key"), "utf8")).toBe("the-key-of-the-backup");
		const again = await script("scripts/restore.ts", [folder], { DATA_DIR });
		expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("already")]);
		const nothing = await script("scripts/restore.ts", [path.join(made, "none")], { DATA_DIR: path.join(made, "x") });
		expect(nothing.stderr).toContain("There is no");
	});
});
