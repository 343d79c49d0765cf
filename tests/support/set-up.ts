import { readFileSync } from "node:fs";
import { afterAll } from "vitest";
import { closeTestHouses } from "./house.ts";

// Set up for each file, however many one process takes: what a file opened is closed before the next begins.
afterAll(closeTestHouses);

// The database's code stays compiled in this process for as long as it lives, and each thread that opens a database
// shares it. Freeing it as often as a database closes has made V8 stop the process ("jit_page", once in 260 files).
const HELD = Symbol.for("perigee.tests.pglite");
const holder = globalThis as { [HELD]?: Promise<WebAssembly.Module> };
holder[HELD] ??= WebAssembly.compile(readFileSync("node_modules/@electric-sql/pglite/dist/pglite.wasm"));
