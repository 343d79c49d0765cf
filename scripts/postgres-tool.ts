import { spawn } from "node:child_process";

/**
 * Runs pg_dump or pg_restore against a database. Answers what it said; rejects with what it complained of when it fails. The password goes by
 * the environment: arguments can be read by everybody on the machine.
 */
export function runPostgresTool(tool: "pg_dump" | "pg_restore", args: string[], databaseUrl: string): Promise<string> {
	const url = new URL(databaseUrl);
	const env = {
		...process.env,
		PGHOST: decodeURIComponent(url.searchParams.get("host") ?? url.hostname),
		PGPORT: url.port || "5432",
		PGUSER: decodeURIComponent(url.username),
		PGPASSWORD: decodeURIComponent(url.password),
		PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
		...(url.searchParams.has("sslmode") ? { PGSSLMODE: url.searchParams.get("sslmode")! } : {}),
	};
	return new Promise((resolve, reject) => {
		const child = spawn(tool, args, { env, stdio: ["ignore", "pipe", "pipe"] });
		let answer = "";
		let said = "";
		child.stdout.on("data", (chunk) => (answer += chunk));
		child.stderr.on("data", (chunk) => (said += chunk));
		child.once("error", () => reject(new Error(`${tool} is not installed here. It comes with Postgres' client.`)));
		child.once("close", (code) =>
			code === 0 ? resolve(answer) : reject(new Error(said.trim() || `${tool} ended with ${code}`)),
		);
	});
}
