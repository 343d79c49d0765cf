import path from "node:path";
import { boot } from "#app/boot.ts";
import { commands } from "#app/commands.ts";
import { askSocket } from "./ask-socket.ts";

/**
 * Runs one of the product's commands (app/commands.ts) from the command line: through the running process where the
 * embedded database is open in one, else by opening the database here.
 */
export async function askApp(name: string, args: string[]): Promise<void> {
	try {
		console.log(await answer(name, args));
		process.exit(0);
	} catch (error) {
		console.error((error as Error).message);
		process.exit(1);
	}
}

async function answer(name: string, args: string[]): Promise<string> {
	const folder = process.env.DATA_DIR || ".data";
	if (!process.env.DATABASE_URL) {
		try {
			const { output } = await askSocket(path.join(folder, "control.sock"), `/${encodeURIComponent(name)}`, args);
			return String(output);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code;
			if (code !== "ENOENT" && code !== "ECONNREFUSED") throw error;
		}
	}
	const booted = await boot("all");
	try {
		const command = commands[name];
		if (!command) throw new Error(`There is no command ${name}.`);
		return await command(args);
	} finally {
		await booted.close();
	}
}
