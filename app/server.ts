import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import sirv from "sirv";
import { newId } from "#app/base/ids.ts";
import { log } from "#app/base/log.ts";
import { startWorkers } from "#jobs/worker.ts";
import { AppError, forbidden, tooLarge } from "./base/errors.ts";
import { type Booted, boot, type ProcessRole } from "./boot.ts";
import { prepareDemo, sayWhereToLook } from "./demo.ts";
import { openChatStream } from "./doors/chat-stream.ts";
import { openControlSocket } from "./doors/control-socket.ts";
import { FORM_BYTES } from "./doors/form.ts";
import { passesOriginGate } from "./doors/gate.ts";
import { gauge } from "./doors/health.ts";
import { answerHook, errorBody, matchHook } from "./doors/hook.ts";
import { clientAddress, type Visit } from "./doors/request.ts";
import { newNonce, securityHeaders } from "./doors/security-headers.ts";
import { findPerson } from "./doors/session.ts";
import { StreamHub } from "./doors/stream.ts";
import { hooks } from "./hooks.ts";
import { closeProviders, openProviders, setProviders } from "./providers/open.ts";

// The one entry of the server: hooks and event streams stand before Remix, everything else is a page or an endpoint.

const role = (process.argv[2] ?? process.env.ROLE ?? "all") as ProcessRole;
if (!["web", "worker", "all"].includes(role)) {
	console.error(`Unknown role "${role}": use web, worker or all.`);
	process.exit(2);
}

/** Far above what a page of ours asks for: its links' paths, at most some dozens. */
const MANIFEST_QUERY = 4_000;

async function main(): Promise<void> {
	const booted = await boot(role);
	const stops: (() => Promise<void> | void)[] = [];
	const env = role === "all" ? await prepareDemo(booted.env, stops) : booted.env;
	setProviders(openProviders(env));
	if (role !== "web") await startWorkers(booted.queue, booted.live);
	const hub = new StreamHub(booted.live);
	const server = createServer(listener(booted, hub));
	// A client that sends its headers a byte at a time holds a socket for 20 s, not for ever.
	server.headersTimeout = 20_000;
	server.requestTimeout = 120_000;
	await listen(server, role === "worker" ? Number(process.env.WORKER_PORT ?? 0) : env.PORT, env.HOST);
	if (!env.DATABASE_URL) stops.push(await openControlSocket(env.DATA_DIR));
	if (role === "all") sayWhereToLook(env);
	else log().info({ role, port: role === "worker" ? process.env.WORKER_PORT : env.PORT }, "started");
	stopGracefully(booted, server, hub, stops);
}

function listener(booted: Booted, hub: StreamHub) {
	const { env } = booted;
	const assets = sirv(path.join(process.cwd(), "build", "client"), { etag: true, dev: false, setHeaders: cacheAssets });
	const remix = remixListener();
	return (message: IncomingMessage, response: ServerResponse): void => {
		const visit: Visit = {
			requestId: newId(),
			nonce: newNonce(),
			ip: clientAddress(message.socket.remoteAddress, header(message, "x-forwarded-for")),
		};
		const started = performance.now();
		response.on("finish", () => logRequest(message, response, visit, started));
		const url = parseUrl(message.url);
		if (!url) {
			response.writeHead(400).end();
			return;
		}
		for (const definition of hooks) {
			const params = url.pathname.startsWith("/hooks/") ? matchHook(definition.path, url.pathname) : undefined;
			if (params) {
				void answerHook(definition, message, response, { params, url, requestId: visit.requestId, ip: visit.ip });
				return;
			}
		}
		for (const [name, value] of Object.entries(securityHeaders(visit.nonce, env.isHttps)))
			response.setHeader(name, value);
		response.setHeader("X-Request-Id", visit.requestId);
		if (url.pathname === "/api/health" || url.pathname === "/api/ready") {
			void gauge(url.pathname, booted, response);
			return;
		}
		if (url.pathname === "/events/stream") {
			void openMemberStream(message, response, hub);
			return;
		}
		if (/^\/chat\/[\w-]{43}\/stream$/.test(url.pathname)) {
			void openChatStream(url.pathname.split("/")[2]!, visit, response, hub);
			return;
		}
		// Remix 2's manifest endpoint expands every path it is asked for (CVE-2026-42342, CVE-2026-55685).
		if (url.pathname === "/__manifest" && url.search.length > MANIFEST_QUERY) {
			response.writeHead(400).end();
			return;
		}
		if (!passesOriginGate({ method: message.method ?? "GET", headers: plainHeaders(message) })) {
			response.writeHead(403, { "Content-Type": "application/json" });
			response.end(
				JSON.stringify(
					errorBody(forbidden("This request came from another site and was not carried out."), visit.requestId),
				),
			);
			return;
		}
		const refusal = refuseBody(message, url.pathname);
		if (refusal) {
			response.writeHead(refusal.status, { "Content-Type": "application/json", Connection: "close" });
			response.end(JSON.stringify(errorBody(refusal, visit.requestId)));
			return;
		}
		assets(message, response, () => remix(message, response, visit));
	};
}

/** A form post that is too large, or does not say how large it is, is refused before a byte of it is read. */
function refuseBody(message: IncomingMessage, pathname: string): AppError | undefined {
	// Endpoints count what they read themselves, and take chunked bodies.
	if (message.method === "GET" || message.method === "HEAD" || pathname.startsWith("/api/")) return undefined;
	if (message.headers["transfer-encoding"]) {
		return new AppError(411, "length-required", "Send this form with a Content-Length.");
	}
	return Number(message.headers["content-length"] ?? 0) > FORM_BYTES ? tooLarge("2 MB form") : undefined;
}

/** Remix behind Node's server. The visit travels beside the request, by identity, to whichever door opens. */
function remixListener() {
	const visits = new WeakMap<IncomingMessage, Visit>();
	let current: IncomingMessage | undefined;
	const handle = createRequestHandler(
		() => import("virtual:remix/server-build") as Promise<ServerBuild>,
		process.env.NODE_ENV,
	);
	const listen = createRequestListener(
		(request) => {
			const visit = visits.get(current!)!;
			return handle(request, visit);
		},
		{ onError: (error) => void log().error({ err: error }, "request failed") },
	);
	return (message: IncomingMessage, response: ServerResponse, visit: Visit) => {
		visits.set(message, visit);
		// createRequestListener builds the Request and calls the handler in this same turn.
		current = message;
		void listen(message, response);
	};
}

async function openMemberStream(message: IncomingMessage, response: ServerResponse, hub: StreamHub): Promise<void> {
	const request = new Request("http://localhost/events/stream", { headers: plainHeaders(message) });
	const person = await findPerson({ request }).catch(() => undefined);
	if (!person?.org) response.writeHead(401).end();
	else hub.open(person.org.id, response);
}

function plainHeaders(message: IncomingMessage): Headers {
	const headers = new Headers();
	for (const [name, value] of Object.entries(message.headers))
		if (value !== undefined) headers.set(name, String(value));
	return headers;
}

function parseUrl(url: string | undefined): URL | undefined {
	try {
		return new URL(url ?? "/", "http://localhost");
	} catch {
		return undefined;
	}
}

function header(message: IncomingMessage, name: string): string | undefined {
	const value = message.headers[name];
	return Array.isArray(value) ? value.join(",") : value;
}

function cacheAssets(response: ServerResponse, pathname: string): void {
	if (pathname.startsWith("/assets/")) response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
}

function logRequest(message: IncomingMessage, response: ServerResponse, visit: Visit, started: number): void {
	const url = message.url
		?.split("?")[0]
		?.replace(/\/(chat|appointment|unsubscribe|invitations|reset-password|verify-email)\/[^/]+/, "/$1/…");
	const line = {
		requestId: visit.requestId,
		method: message.method,
		url,
		status: response.statusCode,
		ms: Math.round(performance.now() - started),
	};
	if (response.statusCode >= 500) log().warn(line, "request");
	else log().debug(line, "request");
}

function listen(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", (error: NodeJS.ErrnoException) =>
			reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken. Set PORT to another one.`) : error),
		);
		server.listen(port, host, resolve);
	});
}

/** SIGTERM and Ctrl-C: take no more requests, let those under way and their jobs finish, then close the database. */
function stopGracefully(booted: Booted, server: Server, hub: StreamHub, stops: (() => Promise<void> | void)[]): void {
	let stopping = false;
	const stop = async (signal: string) => {
		if (stopping) process.exit(1);
		stopping = true;
		log().info({ signal }, "stopping");
		setTimeout(() => process.exit(1), 28_000).unref();
		const closed = new Promise((resolve) => server.close(resolve));
		hub.close();
		server.closeIdleConnections();
		await closed;
		for (const each of stops) await each();
		await closeProviders();
		await booted.close();
		process.exit(0);
	};
	process.on("SIGTERM", () => void stop("SIGTERM"));
	process.on("SIGINT", () => void stop("SIGINT"));
}

process.on("unhandledRejection", (error) => log().error({ err: error }, "unhandled rejection"));

main().catch((error: Error) => {
	// Mistakes of the operator (a taken port, a bad setting) are one line; anything else shows where it broke.
	console.error(error.message);
	if (process.env.LOG_LEVEL === "debug") console.error(error.stack);
	process.exit(1);
});
