import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { commands } from "#app/commands.ts";

/**
 * Opens the socket by which command-line tools reach a process that holds the embedded database. Mode 0600: whoever
 * may read the data folder's files may already read the data. Returns how to close it.
 */
export async function openControlSocket(dataDir: string): Promise<() => void> {
	const file = path.join(dataDir, "control.sock");
	rmSync(file, { force: true });
	const server = createServer(async (message, response) => {
		try {
			const name = decodeURIComponent(message.url?.slice(1) ?? "");
			let text = "";
			for await (const chunk of message) text += chunk;
			const command = commands[name];
			if (!command) throw new Error(`unknown command ${name}`);
			response.end(JSON.stringify({ output: await command(JSON.parse(text || "[]") as string[]) }));
		} catch (error) {
			response.statusCode = 400;
			response.end(JSON.stringify({ error: (error as Error).message }));
		}
	});
	const before = process.umask(0o177);
	await new Promise<void>((resolve, reject) => server.once("error", reject).listen(file, resolve));
	process.umask(before);
	chmodSync(file, 0o600);
	return () => {
		server.close();
		rmSync(file, { force: true });
	};
}
