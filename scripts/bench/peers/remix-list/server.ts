import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";

// The built peer behind the same adapter as ours, and nothing else.

const build = (await import(
	pathToFileURL(path.resolve(process.env.BUILD_DIRECTORY!, "server/index.js")).href
)) as ServerBuild;
const handle = createRequestHandler(build, "production");
const listen = createRequestListener((request) => handle(request));

createServer((message, response) => {
	if (message.url === "/ready") return response.end("ok");
	void listen(message, response);
}).listen(Number(process.env.PORT), "127.0.0.1");
