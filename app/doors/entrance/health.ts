import type { ServerResponse } from "node:http";
import type { Booted } from "#app/boot.ts";

/** Alive (`/api/health`: this process answers) and ready (`/api/ready`: database, migrations and queue answer too). */
export async function gauge(pathname: string, booted: Booted, response: ServerResponse): Promise<void> {
	if (pathname === "/api/health") return answer(response, 200, { status: "ok" });
	const database = await booted.database.guest("select 1").then(
		() => true,
		() => false,
	);
	const migrations = database && (await booted.isReady().catch(() => false));
	const queue =
		database &&
		(await booted.queue.boss.getQueues().then(
			(queues) => queues.length > 0,
			() => false,
		));
	const ready = database && migrations && queue;
	answer(response, ready ? 200 : 503, { status: ready ? "ready" : "not ready", database, migrations, queue });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
	response.end(JSON.stringify(body));
}
