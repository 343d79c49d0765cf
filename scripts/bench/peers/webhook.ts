import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";

// The least that a signed webhook can be: node:http, the same signature, one statement that stores delivery and job.

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query(`
	create table if not exists bare_deliveries (key text primary key, body text not null, at timestamptz not null default now());
	create table if not exists bare_jobs (id bigserial primary key, key text not null)`);
const secret = Buffer.from(process.env.SECRET!.replace(/^whsec_/, ""), "base64");

const STORE = `
	with kept as (insert into bare_deliveries (key, body) values ($1, $2) on conflict do nothing returning key)
	insert into bare_jobs (key) select key from kept`;

createServer(async (request, response) => {
	if (request.method === "GET") return response.end("ok");
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const body = Buffer.concat(chunks);
	const id = String(request.headers["webhook-id"]);
	const time = String(request.headers["webhook-timestamp"]);
	const wanted = createHmac("sha256", secret).update(`${id}.${time}.`).update(body).digest();
	const given = Buffer.from(String(request.headers["webhook-signature"]).slice(3), "base64");
	const fresh = Math.abs(Date.now() / 1_000 - Number(time)) < 300;
	if (!fresh || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
		response.writeHead(401).end();
		return;
	}
	const { rowCount } = await pool.query(STORE, [createHash("sha256").update(body).digest("hex"), body.toString()]);
	response.writeHead(rowCount ? 202 : 200, { "Content-Length": 2 });
	response.end("ok");
}).listen(Number(process.env.PORT), "127.0.0.1");
