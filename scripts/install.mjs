// Shared by start, test and run. Plain JavaScript without dependencies: it runs before anything is installed, on
// whatever Node (20 or later) the machine has.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(import.meta.url), "../..");
const bin = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".installed");

/** Makes node_modules match package-lock.json, with development packages; does nothing when it does already. */
export async function ensureInstalled() {
	demandNode20();
	// The image has no lockfile: its packages are those it was built with.
	if (!existsSync(join(root, "package-lock.json"))) return;
	if (isInstalled()) return;
	const began = Date.now();
	console.log("Installing packages (npm ci, once; about half a minute) ...");
	const code = await runChild("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
		// npm removes node_modules first, so it must not run on the Node inside it.
		env: { ...process.env, PATH: pathWithoutOwnBin() },
		shell: process.platform === "win32",
		quiet: true,
	});
	if (code !== 0) fail(`npm ci ended with code ${code}. Nothing was started.`, code);
	writeFileSync(stamp, hashLock());
	console.log(`Installed in ${seconds(began)} s.`);
}

/** Whether node_modules was made from this package-lock.json, by us or by a person's own `npm install`. */
export function isInstalled() {
	return (existsSync(stamp) && readFileSync(stamp, "utf8") === hashLock()) || matchesLock();
}

/** Whether node_modules holds what package-lock.json names: versions and integrity, optional packages aside. */
function matchesLock() {
	const wanted = readPackages("package-lock.json");
	const present = readPackages("node_modules/.package-lock.json");
	if (!wanted || !present) return false;
	for (const [path, entry] of Object.entries(wanted)) {
		if (path === "") continue;
		const found = present[path];
		if (!found) {
			// Packages for other platforms stay away, and with them what only they need.
			if (entry.optional || entry.devOptional || entry.extraneous) continue;
			return false;
		}
		if (found.version !== entry.version || found.integrity !== entry.integrity) return false;
	}
	return true;
}

/** The Node to run the product with: version 24 from node_modules, else this one when it reads TypeScript itself. */
export function findNode() {
	const own = join(bin, "node");
	if (existsSync(own)) return own;
	const [major, minor] = version();
	if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
	return fail(
		`The packages bring no Node for ${process.platform}-${process.arch}, and this one is ${process.version}. ` +
			"Install Node 24 (22.18 or later works) and try again.",
	);
}

/** Whether this process already is the Node to run the product with. */
export function isRightNode() {
	return version()[0] === 24 || findNode() === process.execPath;
}

/**
 * Runs a program to its end and answers its exit code (128 + signal when a signal ended it). Ctrl-C reaches it through
 * the terminal; this process waits for it rather than leaving it behind. With `quiet`, standard output is kept back
 * and shown only after a failure.
 */
export function runChild(command, args, { quiet = false, ...options } = {}) {
	return new Promise((done) => {
		const child = spawn(command, args, {
			cwd: root,
			stdio: ["ignore", quiet ? "pipe" : "inherit", "inherit"],
			...options,
		});
		const kept = [];
		child.stdout?.on("data", (chunk) => kept.push(chunk));
		const wait = () => {};
		const forward = (signal) => child.kill(signal);
		process.on("SIGINT", wait).on("SIGTERM", forward);
		child.on("error", (error) => fail(`${command} could not be started: ${error.message}`));
		child.on("close", (code, signal) => {
			process.off("SIGINT", wait).off("SIGTERM", forward);
			if (code !== 0) process.stdout.write(Buffer.concat(kept));
			// A person who pressed Ctrl-C wants no report.
			if (signal === "SIGINT" || code === 130) process.exit(130);
			done(exitCode(code, signal));
		});
	});
}

const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 };

/** The exit code a shell would show for a child that ended so. */
export function exitCode(code, signal) {
	return code ?? 128 + (signals[signal] ?? 1);
}

/** Seconds since `began` (milliseconds), with one decimal. */
export function seconds(began) {
	return ((Date.now() - began) / 1000).toFixed(1);
}

/** Prints one line to standard error and ends. */
export function fail(message, code = 1) {
	console.error(message);
	process.exit(code || 1);
}

function demandNode20() {
	if (version()[0] < 20) fail(`Perigee needs Node 20 or later; this is ${process.version}.`);
}

function version() {
	return process.versions.node.split(".").map(Number);
}

function hashLock() {
	return createHash("sha256")
		.update(readFileSync(join(root, "package-lock.json")))
		.digest("hex");
}

function readPackages(file) {
	try {
		return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
	} catch {
		return undefined;
	}
}

function pathWithoutOwnBin() {
	return (process.env.PATH ?? "")
		.split(delimiter)
		.filter((folder) => resolve(folder) !== bin)
		.join(delimiter);
}
