import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("OPS-1 npm run demo:order, where nothing runs, names the folder it looked in and what to do", () => {
	const folder = mkdtempSync(join(tmpdir(), "no-demo-"));
	try {
		const { status, stderr } = spawnSync(process.execPath, ["scripts/demo-order.ts"], {
			env: { ...process.env, DATA_DIR: folder },
			encoding: "utf8",
		});
		expect(status).toBe(1);
		expect(stderr).toContain(folder);
		expect(stderr).toContain("npm start");
		expect(stderr).toContain("DATA_DIR=");
	} finally {
		rmSync(folder, { recursive: true });
	}
});
