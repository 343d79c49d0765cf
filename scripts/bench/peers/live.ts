import { createServer, type ServerResponse } from "node:http";
import pg from "pg";

// The least that live updates can be: one LISTEN, and every notification written to every open stream.

const clients = new Set<ServerResponse>();
const listener = new pg.Client({ connectionString: process.env.DATABASE_URL });
await listener.connect();
await listener.query("listen bare_live");
listener.on("notification", ({ payload }) => {
	const frame = `event: change\ndata: ${payload}\n\n`;
	for (const client of clients) client.write(frame);
});

createServer((request, response) => {
	if (request.url === "/ready") return response.end("ok");
	response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
	response.write("event: hello\ndata: {}\n\n");
	clients.add(response);
	response.on("close", () => clients.delete(response));
}).listen(Number(process.env.PORT), "127.0.0.1");
