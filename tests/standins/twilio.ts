import { createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `…-after` faults keep the message and then fail to say so. */
export type TwilioFault =
	| "hang"
	| "hang-after"
	| "drop-after"
	| "500-after"
	| "500"
	| "429"
	| "nonsense"
	| "wrong-shape";

export type StoredMessage = {
	sid: string;
	to: string;
	from: string | null;
	messagingServiceSid: string | null;
	body: string;
	status: string;
	statusCallback: string | null;
	errorCode: number | null;
	price: string | null;
	created: Date;
};

const ACCOUNT = `AC${"0".repeat(31)}1`;
const E164 = /^\+[1-9]\d{5,14}$/;
const TOKEN = "twilio-auth-token-of-the-stand-in";

/** Answers as Twilio's Message resource does: https://www.twilio.com/docs/messaging/api/message-resource. */
export async function startTwilio() {
	const state = {
		accountSid: ACCOUNT,
		authToken: TOKEN,
		baseUrl: "",
		messages: [] as StoredMessage[],
		/** Every request that came, as `POST /path`. */
		requests: [] as string[],
		fault: null as TwilioFault | null,
		/** Numbers that have sent STOP: messages to them are refused with 21610. */
		optedOut: new Set<string>(),
		/** Sets a message's state and posts the signed callback; gives the answer's status, or null without a callback. */
		async report(sid: string, status: string, errorCode: number | null = null, price: string | null = null) {
			const message = state.messages.find((one) => one.sid === sid);
			if (!message) throw new Error(`No message ${sid}`);
			Object.assign(message, { status, errorCode, price: price ?? message.price });
			if (!message.statusCallback) return null;
			const fields: Record<string, string> = {
				MessageSid: sid,
				SmsSid: sid,
				AccountSid: ACCOUNT,
				MessageStatus: status,
				SmsStatus: status,
				To: message.to,
				From: message.from ?? "+15005550006",
				ApiVersion: "2010-04-01",
			};
			if (errorCode !== null) fields.ErrorCode = String(errorCode);
			return post(message.statusCallback, fields);
		},
		/** Posts an incoming message, signed, as Twilio does to a number's webhook. */
		receive: (url: string, from: string, to: string, body: string, more: Record<string, string> = {}) =>
			post(url, {
				MessageSid: sid(),
				AccountSid: ACCOUNT,
				From: from,
				To: to,
				Body: body,
				NumMedia: "0",
				NumSegments: "1",
				ApiVersion: "2010-04-01",
				...more,
			}),
		sign,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
	const server = createServer((request, response) => void answer(state, request, response));
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	state.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return state;
}

export type TwilioStandIn = Awaited<ReturnType<typeof startTwilio>>;

/** The documented algorithm: the URL, then each field's name and value by name, HMAC-SHA1 with the token, base64. */
function sign(url: string, fields: Record<string, string>, token = TOKEN): string {
	const text = Object.keys(fields)
		.sort()
		.reduce((sum, name) => sum + name + fields[name], url);
	return createHmac("sha1", token).update(text, "utf8").digest("base64");
}

async function post(url: string, fields: Record<string, string>): Promise<number> {
	const headers = {
		"content-type": "application/x-www-form-urlencoded",
		"x-twilio-signature": sign(url, fields),
		"user-agent": "TwilioProxy/1.1",
	};
	const answered = await fetch(url, { method: "POST", headers, body: new URLSearchParams(fields) });
	await answered.arrayBuffer();
	return answered.status;
}

async function answer(state: TwilioStandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? "/", "http://twilio.test");
	state.requests.push(`${request.method} ${url.pathname}`);
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const expected = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString("base64")}`;
	if (request.headers.authorization !== expected) return refuse(response, 401, 20003, "Authenticate");
	if (state.fault && beforeFault(state.fault, response)) return;

	const account = `/2010-04-01/Accounts/${ACCOUNT}`;
	const one = new RegExp(`^${account}/Messages/((?:SM|MM)[0-9a-f]{32})\\.json$`).exec(url.pathname);
	if (url.pathname === `${account}/Messages.json` && request.method === "POST") {
		if (request.headers["content-type"] !== "application/x-www-form-urlencoded") {
			return refuse(response, 415, 20005, "Unsupported media type");
		}
		return create(state, new URLSearchParams(Buffer.concat(chunks).toString("utf8")), response);
	}
	if (url.pathname === `${account}/Messages.json` && request.method === "GET") return list(state, url, response);
	if (one && request.method === "GET") {
		const message = state.messages.find(({ sid }) => sid === one[1]);
		if (message) return send(response, 200, resource(message));
	}
	if (url.pathname === `${account}.json`) return send(response, 200, { sid: ACCOUNT, status: "active", type: "Full" });
	refuse(response, 404, 20404, `The requested resource ${url.pathname} was not found`);
}

function beforeFault(fault: TwilioFault, response: ServerResponse): boolean {
	if (fault === "500") refuse(response, 500, 20500, "Internal Server Error");
	else if (fault === "429") {
		response.setHeader("retry-after", "7");
		refuse(response, 429, 20429, "Too Many Requests");
	} else if (fault === "nonsense") response.writeHead(200, { "content-type": "application/json" }).end("<html>{oops");
	else if (fault === "wrong-shape") send(response, 201, { hello: "world" });
	else return fault === "hang";
	return true;
}

function create(state: TwilioStandIn, form: URLSearchParams, response: ServerResponse): void {
	const refused = refusal(state, form);
	if (refused) {
		refuse(response, 400, ...refused);
		return;
	}
	const service = form.get("MessagingServiceSid");
	const message: StoredMessage = {
		sid: sid(),
		to: form.get("To") ?? "",
		from: form.get("From"),
		messagingServiceSid: service,
		body: form.get("Body") ?? "",
		status: service ? "accepted" : "queued",
		statusCallback: form.get("StatusCallback"),
		errorCode: null,
		price: null,
		created: new Date(),
	};
	state.messages.unshift(message);
	if (state.fault === "hang-after") return;
	if (state.fault === "drop-after") response.socket?.destroy();
	else if (state.fault === "500-after") refuse(response, 500, 20500, "Internal Server Error");
	else send(response, 201, resource(message));
}

/** Twilio's code and words for a request it would not take, or null. */
function refusal(state: TwilioStandIn, form: URLSearchParams): [number, string] | null {
	const [to, body] = [form.get("To"), form.get("Body")];
	const [from, service] = [form.get("From"), form.get("MessagingServiceSid")];
	const callback = form.get("StatusCallback");
	if (!to) return [21604, "A 'To' phone number is required."];
	if (!E164.test(to)) return [21211, `Invalid 'To' Phone Number: ${to}`];
	if (!from && !service) return [21603, "A 'From' phone number is required."];
	if (from && !E164.test(from)) return [21212, `Invalid From Number: ${from}`];
	if (service && !/^MG[0-9a-f]{32}$/.test(service)) return [21701, "The Messaging Service does not exist"];
	if (!body) return [21602, "Message body is required."];
	if ([...body].length > 1600) return [21617, "The concatenated message body exceeds the 1600 character limit."];
	if (callback && !URL.canParse(callback)) return [21609, "The StatusCallback URL is not a valid URL."];
	if (state.optedOut.has(to)) return [21610, "Attempt to send to unsubscribed recipient"];
	return null;
}

function list(state: TwilioStandIn, url: URL, response: ServerResponse): void {
	const size = Math.min(Number(url.searchParams.get("PageSize") ?? 50), 1000);
	const page = Number(url.searchParams.get("Page") ?? 0);
	const to = url.searchParams.get("To");
	const all = state.messages.filter((message) => !to || message.to === to);
	const next = new URLSearchParams(url.searchParams);
	next.set("Page", String(page + 1));
	next.set("PageSize", String(size));
	send(response, 200, {
		messages: all.slice(page * size, (page + 1) * size).map(resource),
		page,
		page_size: size,
		uri: url.pathname + url.search,
		next_page_uri: all.length > (page + 1) * size ? `${url.pathname}?${next}` : null,
		previous_page_uri: null,
	});
}

function resource(message: StoredMessage) {
	const created = message.created.toUTCString().replace("GMT", "+0000");
	return {
		account_sid: ACCOUNT,
		api_version: "2010-04-01",
		body: message.body,
		date_created: created,
		date_sent: message.status === "queued" || message.status === "accepted" ? null : created,
		date_updated: created,
		direction: "outbound-api",
		error_code: message.errorCode,
		error_message: null,
		from: message.from,
		messaging_service_sid: message.messagingServiceSid,
		num_media: "0",
		num_segments: message.messagingServiceSid ? "0" : String(Math.ceil(message.body.length / 153) || 1),
		price: message.price,
		price_unit: "USD",
		sid: message.sid,
		status: message.status,
		subresource_uris: { media: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${message.sid}/Media.json` },
		to: message.to,
		uri: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${message.sid}.json`,
	};
}

function sid(): string {
	return `SM${randomBytes(16).toString("hex")}`;
}

function refuse(response: ServerResponse, status: number, code: number, message: string): void {
	send(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

function send(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
