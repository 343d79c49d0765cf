import { connect, type Socket } from "node:net";

export type LoadResult = { perSecond: number; latencies: number[]; statuses: Map<number, number> };

/**
 * Sends requests over `connections` keep-alive sockets, each the next one when its answer came, for `seconds` or until
 * `next` has no more. Hand-made HTTP on purpose: a client library would be the slowest part of what is measured.
 * `next` returns whole requests as bytes.
 */
export async function load(
	port: number,
	{ connections, seconds, next }: { connections: number; seconds: number; next(): Buffer | undefined },
): Promise<LoadResult> {
	const latencies: number[] = [];
	const statuses = new Map<number, number>();
	const began = performance.now();
	const until = began + seconds * 1_000;
	await Promise.all(
		Array.from({ length: connections }, async () => {
			const socket = await open(port);
			for (;;) {
				const request = performance.now() < until ? next() : undefined;
				if (!request) break;
				const sent = performance.now();
				const status = await exchange(socket, request);
				latencies.push(performance.now() - sent);
				statuses.set(status, (statuses.get(status) ?? 0) + 1);
			}
			socket.destroy();
		}),
	);
	return { perSecond: latencies.length / ((performance.now() - began) / 1_000), latencies, statuses };
}

function open(port: number): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
		socket.once("error", reject);
	});
}

function exchange(socket: Socket, request: Buffer): Promise<number> {
	return new Promise((resolve, reject) => {
		let text = "";
		const heard = (chunk: Buffer) => {
			text += chunk.toString("latin1");
			const end = text.indexOf("\r\n\r\n");
			if (end < 0) return;
			const head = text.slice(0, end);
			const length = /content-length: (\d+)/i.exec(head)?.[1];
			const whole = length ? text.length >= end + 4 + Number(length) : text.endsWith("0\r\n\r\n");
			if (!whole) return;
			socket.off("data", heard);
			socket.off("error", reject);
			resolve(Number(head.slice(9, 12)));
		};
		socket.on("data", heard);
		socket.once("error", reject);
		socket.write(request);
	});
}
