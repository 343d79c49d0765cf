import { spawn } from "node:child_process";
import { exitCode, fail, findNode, isRightNode } from "./install.mjs";

/**
 * Resolves at once on Node 24. On another Node it runs this very command again on Node 24, forwards signals, and ends
 * with its exit code; it never resolves then.
 *
 * The child is a process group of its own, so that Ctrl-C (which a terminal sends to the whole group) arrives once.
 * It sees the end of this process on the IPC channel, also after `kill -9`, and stops: a server left behind would
 * hold the database and the port.
 */
export async function onRightNode() {
	if (process.connected && process.env.PERIGEE_RELAUNCHED) {
		process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
		// Listening keeps the process alive; a script that has finished must be able to end.
		process.channel?.unref();
		delete process.env.PERIGEE_RELAUNCHED;
	}
	if (process.env.npm_lifecycle_event) endWithParent();
	if (isRightNode()) return;
	const child = spawn(findNode(), process.argv.slice(1), {
		stdio: ["inherit", "inherit", "inherit", "ipc"],
		env: { ...process.env, PERIGEE_RELAUNCHED: "1" },
		detached: true,
	});
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
	child.on("error", (error) => fail(`${findNode()} could not be started: ${error.message}`));
	child.on("close", (code, signal) => process.exit(exitCode(code, signal)));
	await new Promise(() => {});
}

/** npm that is killed with -9 tells nobody; what it started would live on, unseen, with the port and the database. */
function endWithParent() {
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
	}, 500).unref();
}
