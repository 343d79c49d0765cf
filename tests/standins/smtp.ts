import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** What the server does wrong, at the moment it is asked for. */
export type SmtpFault =
	| { at: "connect" | "sender" | "receiver" | "content"; code: number; text: string }
	/** Reads the whole message and its closing dot, keeps it, and then says nothing or hangs up. */
	| { at: "content"; after: "hang" | "drop" }
	/** Hangs up in the middle of the content. */
	| { at: "half"; after: "drop" };

export type ReceivedMail = { from: string; to: string[]; raw: string; parsed: Email };

export type SmtpStandIn = {
	port: number;
	received: ReceivedMail[];
	/** Applies to every following conversation; null for none. */
	fault: SmtpFault | null;
	/** Connections that are open now. */
	open(): number;
	stop(): Promise<void>;
};

/** A real SMTP server on a free local port, by smtp-server. With `auth` it asks for that user and password. */
export async function startSmtp(
	options: { host?: string; auth?: { user: string; pass: string } } = {},
): Promise<SmtpStandIn> {
	const standIn: SmtpStandIn = {
		port: 0,
		received: [],
		fault: null,
		open: () => server.connections.size,
		stop: () => stop(server, sockets),
	};
	const sockets = new Set<Socket>();
	const refusal = (at: string) => {
		const fault = standIn.fault;
		return fault && "code" in fault && fault.at === at ? reply(fault.code, fault.text) : null;
	};
	const server = new SMTPServer({
		hideSTARTTLS: true,
		authOptional: !options.auth,
		allowInsecureAuth: true,
		disabledCommands: options.auth ? [] : ["AUTH"],
		onConnect: (_session, done) => done(refusal("connect")),
		onAuth: ({ username, password }, _session, done) =>
			username === options.auth?.user && password === options.auth?.pass
				? done(null, { user: username })
				: done(reply(535, "5.7.8 Authentication credentials invalid")),
		onMailFrom: (_address, _session, done) => done(refusal("sender")),
		onRcptTo: (_address, _session, done) => done(refusal("receiver")),
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => {
				chunks.push(chunk);
				if (standIn.fault?.at === "half") for (const socket of sockets) socket.destroy();
			});
			stream.on("end", async () => {
				const refused = refusal("content");
				if (refused) return done(refused);
				const raw = Buffer.concat(chunks).toString("utf8");
				const from = session.envelope.mailFrom;
				standIn.received.push({
					from: from ? from.address : "",
					to: session.envelope.rcptTo.map((address) => address.address),
					raw,
					parsed: await PostalMime.parse(raw),
				});
				const after = standIn.fault && "after" in standIn.fault ? standIn.fault.after : null;
				if (after === "drop") for (const socket of sockets) socket.destroy();
				if (after === null) done(null, `2.0.0 Ok: queued as Q${standIn.received.length}XY`);
			});
		},
	});
	server.on("error", () => {});
	server.server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	await new Promise<void>((ready) => server.listen(0, options.host ?? "127.0.0.1", ready));
	standIn.port = (server.server.address() as AddressInfo).port;
	return standIn;
}

/** A local port on which nothing listens. */
export async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const { port } = server.address() as AddressInfo;
	await new Promise((done) => server.close(done));
	return port;
}

function reply(responseCode: number, text: string): Error {
	return Object.assign(new Error(text), { responseCode });
}

async function stop(server: SMTPServer, sockets: Set<Socket>): Promise<void> {
	for (const socket of sockets) socket.destroy();
	await new Promise<void>((done) => server.close(() => done()));
}
