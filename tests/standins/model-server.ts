import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type ModelFault =
	| "hang"
	| "hang-half"
	| "drop-half"
	| "stream-error"
	| "500"
	| "429"
	| "400"
	| "401"
	| "nonsense"
	| "wrong-shape";

/** What the next request gets. `stop: "length"` says that the answer was cut, whatever its length. */
export type ModelReply = { text: string; stop?: "length" | "refused" } | { fault: ModelFault };

export type Asked = {
	path: string;
	headers: IncomingMessage["headers"];
	// biome-ignore lint/suspicious/noExplicitAny: a request's body as it came
	body: any;
};

export type ModelStandIn = {
	url: string;
	asked: Asked[];
	/** Taken one by one; without any left, `otherwise` is the reply. */
	replies: ModelReply[];
	otherwise: ModelReply;
	/** Requests whose connection is still open. */
	open(): number;
	stop(): Promise<void>;
};

/** How one vendor speaks. Each writes to the response, in the documented form. */
export type Dialect = {
	/** Refuses what the vendor refuses, and answers other paths than that of a generation; true when it did. */
	check(asked: Asked, response: ServerResponse): boolean;
	start(asked: Asked, response: ServerResponse): void;
	piece(text: string, response: ServerResponse): void;
	end(reply: { text: string; stop?: "length" | "refused" }, asked: Asked, response: ServerResponse): void;
	streamError(response: ServerResponse): void;
	nonsense(response: ServerResponse): void;
	wrongShape(response: ServerResponse): void;
	refuse(status: number, response: ServerResponse): void;
};

export async function startModelServer(dialect: Dialect): Promise<ModelStandIn> {
	let open = 0;
	const server = createServer(async (request, response) => {
		open += 1;
		response.on("close", () => {
			open -= 1;
		});
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString("utf8");
		const asked = { path: request.url ?? "/", headers: request.headers, body: text ? JSON.parse(text) : null };
		standIn.asked.push(asked);
		if (!dialect.check(asked, response))
			respond(dialect, standIn.replies.shift() ?? standIn.otherwise, asked, response);
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const standIn: ModelStandIn = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked: [],
		replies: [],
		otherwise: { text: "Hello there." },
		open: () => open,
		async stop() {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
	return standIn;
}

function respond(dialect: Dialect, reply: ModelReply, asked: Asked, response: ServerResponse): void {
	if (!("fault" in reply)) {
		dialect.start(asked, response);
		// Pieces that cut words and characters of several bytes apart, as streams do.
		for (const piece of reply.text.match(/[\s\S]{1,5}/gu) ?? []) dialect.piece(piece, response);
		dialect.end(reply, asked, response);
		return;
	}
	const { fault } = reply;
	if (fault === "hang") return;
	if (/^\d+$/.test(fault)) {
		dialect.refuse(Number(fault), response);
		return;
	}
	dialect.start(asked, response);
	dialect.piece("Half of ", response);
	if (fault === "drop-half") setTimeout(() => response.destroy(), 20);
	if (fault === "stream-error") dialect.streamError(response);
	if (fault === "nonsense") dialect.nonsense(response);
	if (fault === "wrong-shape") dialect.wrongShape(response);
}

export function sendJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
) {
	response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
