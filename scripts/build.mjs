// Builds the product when its sources are newer than the build. `node scripts/build.mjs` builds in any case.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, fail, findNode, root, runChild, seconds } from "./install.mjs";

const sources = [
	"app",
	"db",
	"jobs",
	"public",
	"package-lock.json",
	"remix.config.js",
	"tsconfig.json",
	"vite.config.ts",
];
const results = ["build/server/server.js", "build/client"];
const stamp = join(root, "build", ".stamp");
// Not in build/, which the build empties.
const lock = join(root, ".cache", "build.lock");

/** Builds unless build/ was made from exactly these sources. Of several processes that start at once, one builds. */
export async function ensureBuilt() {
	if (isBuilt()) return;
	await inTurn(async () => {
		if (!isBuilt()) await build();
	});
}

/** Holds the lock, which names this process, while `work` runs. A lock whose process is gone is taken over. */
async function inTurn(work) {
	mkdirSync(dirname(lock), { recursive: true });
	for (let waited = false; !takeLock(); waited = true) {
		if (!waited) console.log("Waiting for another process that is building ...");
		await new Promise((done) => setTimeout(done, 200));
	}
	try {
		await work();
	} finally {
		rmSync(lock, { force: true });
	}
}

function takeLock() {
	try {
		writeFileSync(lock, String(process.pid), { flag: "wx" });
		return true;
	} catch (error) {
		if (error.code !== "EEXIST") throw error;
		if (isHeld()) return false;
		rmSync(lock, { force: true });
		return takeLock();
	}
}

function isHeld() {
	try {
		process.kill(Number(readFileSync(lock, "utf8")), 0);
		return true;
	} catch (error) {
		// Another user's process may not be asked, but it is there.
		return error.code === "EPERM";
	}
}

/** Builds client and server into build/ and stamps it; ends the process when the build fails. */
async function build() {
	const began = Date.now();
	const hash = hashSources();
	rmSync(stamp, { force: true });
	process.stdout.write("Building ... ");
	const code = await runChild(findNode(), [join(root, "node_modules/@remix-run/dev/dist/cli.js"), "vite:build"], {
		env: { ...process.env, NODE_ENV: "production" },
		quiet: true,
	});
	if (code !== 0) fail(`\nThe build ended with code ${code}.`, code);
	const missing = results.filter((result) => !existsSync(join(root, result)));
	if (missing.length > 0) fail(`\nThe build ended well but made no ${missing.join(", ")}.`);
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, hash);
	console.log(`built in ${seconds(began)} s.`);
}

function isBuilt() {
	return (
		existsSync(stamp) &&
		results.every((result) => existsSync(join(root, result))) &&
		readFileSync(stamp, "utf8") === hashSources()
	);
}

/** Contents rather than times: a checkout, a copy or a restored cache moves times without changing anything. */
function hashSources() {
	const hash = createHash("sha256");
	for (const source of sources) addToHash(hash, source);
	return hash.digest("hex");
}

function addToHash(hash, path) {
	const full = join(root, path);
	let names;
	try {
		names = readdirSync(full).sort();
	} catch (error) {
		if (error.code === "ENOENT") return;
		if (error.code !== "ENOTDIR") throw error;
		hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
		return;
	}
	for (const name of names) addToHash(hash, `${path}/${name}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	await ensureInstalled();
	await inTurn(build);
}
