// `npm start [web|worker]`: installs when needed, builds when needed, runs build/server/server.js on Node 24.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled, root } from "./install.mjs";
import { onRightNode } from "./relaunch.mjs";

process.chdir(root);
await ensureInstalled();
await onRightNode();
await ensureBuilt();

if (existsSync(".env")) process.loadEnvFile(".env");
process.env.NODE_ENV ??= "production";
process.setSourceMapsEnabled(true);
// The server runs in this process: signals, exit code and memory are its own.
const server = join(root, "build/server/server.js");
process.argv[1] = server;
await import(pathToFileURL(server).href);
