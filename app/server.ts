import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import path from "node:path";
import type { RequestHandler } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { newId } from "#app/base/ids.ts";
import { log } from "#app/base/log.ts";
import { setTelemetry, telemetry } from "#app/base/telemetry.ts";
import { startWorkers } from "#jobs/worker.ts";
import { AppError } from "./base/errors.ts";
import { type Booted, boot, type ProcessRole } from "./boot.ts";
import { prepareDemo, sayWhereToLook } from "./demo.ts";
import { answerEndpoint } from "./doors/api/endpoint.ts";
import { openAssets } from "./doors/entrance/assets.ts";
import { openControlSocket } from "./doors/entrance/control-socket.ts";
import {
	answerOptions,
	answerRefusal,
	closeAfterUnread,
	plainHeaders,
	readAddress,
	refuseEntry,
	settleOrigin,
} from "./doors/entrance/entrance.ts";
import { gauge } from "./doors/entrance/health.ts";
import { openRoutes } from "./doors/entrance/route-table.ts";
import { newNonce, securityHeaders } from "./doors/entrance/security-headers.ts";
import { limitBody } from "./doors/entrance/slow-bodies.ts";
import { answerHook, matchHook } from "./doors/hooks/hook.ts";
import { openMemberStream } from "./doors/member-stream.ts";
import { openChatStream } from "./doors/public/chat-stream.ts";
import { clientAddress, type Visit } from "./doors/request.ts";
import { StreamHub } from "./doors/stream.ts";
import { hooks } from "./hooks.ts";
import { closeProviders, openProviders, setProviders } from "./providers/open.ts";
import { openTelemetry } from "./providers/telemetry/open.ts";
import { endpoints } from "./routes/api/endpoints.ts";

// The one entry of the server: hooks and event streams stand before Remix, everything else is a page or an endpoint.

const role = (process.argv[2] ?? process.env.ROLE ?? "all") as ProcessRole;
if (!["web", "worker", "all"].includes(role)) {
	console.error(`Unknown role "${role}": use web, worker or all.`);
	process.exit(2);
}

/** What under /api/ is a page of Remix's: with these two, `api/*` of app/routes.ts answers all else alike. */
const PAGES_OF_API: ReadonlySet<string> = new Set(["/api/docs", "/api/openapi.json", "/api/docs.data"]);

/** How long requests under way have to end once the process is to stop. */
const REQUEST_GRACE_MS = 10_000;

async function main(): Promise<void> {
	const booted = await boot(role);
	const stops: (() => Promise<void> | void)[] = [];
	const env = role === "all" ? await prepareDemo(booted.env, stops) : booted.env;
	setProviders(openProviders(env));
	setTelemetry(openTelemetry(env));
	if (role !== "web") await startWorkers(booted.queue, booted.live);
	const hub = new StreamHub(booted.live);
	const server = createServer(listener(booted, hub));
	// A client that sends its headers a byte at a time holds a socket for 20 s, not for ever.
	server.headersTimeout = 20_000;
	// How long a body may take depends on the path: see limitBody.
	server.requestTimeout = 0;
	await listen(server, role === "worker" ? Number(process.env.WORKER_PORT ?? 0) : env.PORT, env.HOST);
	if (!env.DATABASE_URL) stops.push(await openControlSocket(env.DATA_DIR));
	if (role === "all") sayWhereToLook(env);
	else log().info({ role, port: role === "worker" ? process.env.WORKER_PORT : env.PORT }, "started");
	stopGracefully(booted, server, hub, stops);
}

function listener(booted: Booted, hub: StreamHub) {
	const { env } = booted;
	const answerAsset = openAssets(path.join(process.cwd(), "build", "client"));
	const remix = remixListener(env.publicUrl);
	return (message: IncomingMessage, response: ServerResponse): void => {
		const visit: Visit = {
			requestId: newId(),
			nonce: newNonce(),
			ip: clientAddress(message.socket.remoteAddress, header(message, "x-forwarded-for")),
		};
		const started = performance.now();
		response.on("finish", () => logRequest(message, response, visit, started));
		for (const [name, value] of Object.entries(securityHeaders(visit.nonce, env.isHttps)))
			response.setHeader(name, value);
		response.setHeader("X-Request-Id", visit.requestId);
		// Nothing is kept by a cache unless whoever answers says so.
		response.setHeader("Cache-Control", "no-store");
		const url = readAddress(message);
		if (url instanceof AppError) {
			answerRefusal(response, url, visit);
			return;
		}
		// One reading of the address for everything behind: an absolute one (RFC 9112, 3.2.2) loses its host here.
		message.url = `${url.pathname}${url.search}`;
		limitBody(message, response, url.pathname, visit);
		for (const definition of hooks) {
			const params = url.pathname.startsWith("/hooks/") ? matchHook(definition.path, url.pathname) : undefined;
			if (params) {
				void answerHook(definition, message, response, { params, url, requestId: visit.requestId, ip: visit.ip });
				return;
			}
		}
		if (url.pathname === "/api/health" || url.pathname === "/api/ready") {
			void gauge(url.pathname, booted, response);
			return;
		}
		const isRead = message.method === "GET";
		if (isRead && url.pathname === "/events/stream") {
			void openMemberStream(plainHeaders(message), visit, response, hub, ageOf(url));
			return;
		}
		if (isRead && /^\/chat\/[\w-]{43}\/stream$/.test(url.pathname)) {
			void openChatStream(url.pathname.split("/")[2]!, visit, response, hub, ageOf(url));
			return;
		}
		const refusal = refuseEntry(message, url);
		if (refusal) answerRefusal(response, refusal, visit);
		else if (answerOptions(message, response, url.pathname)) return;
		else if (!answerAsset(message, response, url.pathname)) remix(message, response, visit);
	};
}

/** How long ago the page began to load that asks for a stream, in milliseconds, as it says itself. */
const ageOf = (url: URL) => Math.max(0, Number(url.searchParams.get("age"))) || undefined;

/** Remix behind Node's server. The visit travels beside the request, by identity, to whichever door opens. */
function remixListener(publicUrl: string) {
	const origin = new URL(publicUrl);
	const visits = new WeakMap<IncomingMessage, Visit>();
	let current: IncomingMessage | undefined;
	let routes: Promise<RequestHandler> | undefined;
	const handle = async (request: Request, visit: Visit) => {
		routes ??= import("virtual:remix/server-build").then((build) => openRoutes(build, process.env.NODE_ENV));
		// An endpoint needs nothing of Remix, whose router costs a list of JSON a tenth of its time.
		const { pathname } = new URL(request.url);
		if (pathname.startsWith("/api/") && !PAGES_OF_API.has(pathname.replace(/\/$/, ""))) {
			return answerEndpoint(endpoints, { request, context: visit });
		}
		return (await routes)(request, visit);
	};
	const listen = createRequestListener(
		(request) => {
			const visit = visits.get(current!)!;
			return handle(request, visit);
		},
		// Not by the Host header, which a client may make up.
		{
			host: origin.host,
			protocol: origin.protocol,
			onError: (error) => void log().error({ err: error }, "request failed"),
		},
	);
	return (message: IncomingMessage, response: ServerResponse, visit: Visit) => {
		visits.set(message, visit);
		settleOrigin(message);
		closeAfterUnread(message, response);
		// createRequestListener builds the Request and calls the handler in this same turn.
		current = message;
		void listen(message, response);
	};
}

function header(message: IncomingMessage, name: string): string | undefined {
	const value = message.headers[name];
	return Array.isArray(value) ? value.join(",") : value;
}

/** Paths whose next part is all that one needs to know: it stays out of the log. */
const SECRET_SEGMENTS =
	/\/(chat|appointment|unsubscribe|invitations|reset-password|verify-email|hooks\/workflows)\/[^/]+/;

function logRequest(message: IncomingMessage, response: ServerResponse, visit: Visit, started: number): void {
	const url = message.url?.split("?")[0]?.replace(SECRET_SEGMENTS, "/$1/…");
	const line = {
		requestId: visit.requestId,
		method: message.method,
		url,
		status: response.statusCode,
		ms: Math.round(performance.now() - started),
	};
	const endedAt = Date.now();
	// The first part of the path names the page; the rest holds ids and tokens.
	const attributes = { "http.response.status_code": line.status, "perigee.request_id": visit.requestId };
	const name = `${message.method} /${url?.split("/")[1] ?? ""}`;
	const failed = response.statusCode >= 500;
	telemetry().span({ name, kind: "server", startedAt: endedAt - line.ms, endedAt, failed, attributes });
	if (failed) log().warn(line, "request");
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
	const sockets = new Set<Socket>();
	server.on("connection", (socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
	});
	const stop = async (signal: string) => {
		if (stopping) process.exit(1);
		stopping = true;
		log().info({ signal }, "stopping");
		setTimeout(() => process.exit(1), 28_000).unref();
		const closed = new Promise((resolve) => server.close(resolve));
		hub.close();
		// Again and again: whoever was answered is idle then, and would be kept for a next request that nobody takes.
		const closing = setInterval(() => closeUnused(server, sockets), 100);
		closeUnused(server, sockets);
		// Whoever has not sent their request by now, or does not read the answer, cannot hold up the rest.
		setTimeout(() => server.closeAllConnections(), REQUEST_GRACE_MS).unref();
		// At once: a client that takes long must not use up the time that jobs have to finish.
		await Promise.all([closed, booted.queue.finishWork()]);
		clearInterval(closing);
		for (const each of stops) await each();
		await closeProviders();
		await telemetry().close();
		await booted.close();
		process.exit(0);
	};
	process.on("SIGTERM", () => void stop("SIGTERM"));
	process.on("SIGINT", () => void stop("SIGINT"));
}

/** Ends connections on which nothing is under way, also those that browsers open before they have a request. */
function closeUnused(server: Server, sockets: ReadonlySet<Socket>): void {
	server.closeIdleConnections();
	for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
}

process.on("unhandledRejection", (error) => log().error({ err: error }, "unhandled rejection"));

main().catch((error: Error) => {
	// Mistakes of the operator (a taken port, a bad setting) are one line; anything else shows where it broke.
	console.error(error.message);
	if (process.env.LOG_LEVEL === "debug") console.error(error.stack);
	process.exit(1);
});
