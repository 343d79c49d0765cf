// Adds to package-lock.json the optional packages of other platforms which npm leaves out when the registry it was
// made against does not carry them: `npm ci` refuses such a lockfile everywhere. Run it after `npm install`.
//
// An entry needs no integrity to be skipped on the wrong platform; on the right one npm finds the package by its
// name and its exact version, which the package that wants it names.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./install.mjs";

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** The entries a lockfile lacks, by their path in it. `packages` is the lockfile's map of the same shape. */
export function missingEntries(packages) {
	const missing = {};
	for (const [path, entry] of Object.entries(packages)) {
		for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
			if (resolves(packages, path, name)) continue;
			if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${path} wants ${name} ${version}: not an exact version`);
			missing[`node_modules/${name}`] = {
				version,
				...platform(name),
				...(entry.dev ? { dev: true } : {}),
				optional: true,
			};
		}
	}
	return missing;
}

/** Whether Node would find `name` from the package at `path`: in its own node_modules or in one further up. */
function resolves(packages, path, name) {
	for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
		if (packages[`${at}${at ? "/" : ""}node_modules/${name}`]) return true;
		if (at === "") return false;
	}
}

/** `@scope/thing-linux-x64-musl` says where it runs. */
function platform(name) {
	const words = name.split(/[-/]/);
	const system = words.find((word) => systems.includes(word));
	const processor = words.find((word) => processors.includes(word));
	if (!processor)
		throw new Error(`${name} does not say in its name where it runs; add it to package-lock.json by hand`);
	const libc = words.some((word) => word.startsWith("musl")) ? "musl" : "glibc";
	return {
		cpu: [processor],
		...(system ? { os: [system] } : {}),
		...(system === "linux" ? { libc: [libc] } : {}),
	};
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const file = join(root, "package-lock.json");
	const lock = JSON.parse(readFileSync(file, "utf8"));
	const missing = missingEntries(lock.packages);
	for (const [path, entry] of Object.entries(lock.packages)) if (entry.extraneous) delete lock.packages[path];
	lock.packages = Object.fromEntries(
		Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, "en")),
	);
	writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
	console.log(`${Object.keys(missing).length} entries added to package-lock.json.`);
}
