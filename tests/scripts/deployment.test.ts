import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readEnv } from "#app/base/env.ts";

// The image cannot be built in the tests; what its files say about each other and about the product can be checked.

const docker = readFileSync("Dockerfile", "utf8");
const fly = readFileSync("fly.toml", "utf8");
const ignored = readFileSync(".dockerignore", "utf8").trim().split("\n");

/** The lines of one table of fly.toml as name -> value, texts without their quotes. */
function table(header: string): Record<string, string> {
	const body = fly.split(`\n${header}\n`)[1]?.split(/\n\[/)[0] ?? "";
	const lines = body.matchAll(/^([\w-]+) = (.+)$/gm);
	return Object.fromEntries([...lines].map(([, name, value]) => [name, value!.replace(/^"(.*)"$/, "$1")]));
}

/** What an ENV line of the final stage sets. */
function imageEnv(): Record<string, string> {
	const line = docker
		.split(/^FROM /m)
		.at(-1)!
		.match(/^ENV (.+)$/m)![1]!;
	return Object.fromEntries(line.split(" ").map((pair) => pair.split("=") as [string, string]));
}

test("OPS-3 the web and the worker process run the command of the image, each in a role the server knows", () => {
	const command = JSON.parse(docker.match(/^CMD (\[.+\])$/m)![1]!).join(" ");
	const processes = table("[processes]");
	expect(processes.web).toBe(command);
	expect(processes.worker).toBe(command.replace(/ web$/, " worker"));
	const roles = readFileSync("app/server.ts", "utf8").match(/\[("\w+",? ?)+\]\.includes\(role\)/)![0];
	for (const name of Object.keys(processes)) expect(roles).toContain(`"${name}"`);
});

test("OPS-3 every process listens where the checks look", () => {
	const env = { ...imageEnv(), ...table("[env]") };
	expect(docker).toContain(`EXPOSE ${env.PORT}`);
	expect(table("[http_service]").internal_port).toBe(env.PORT);
	expect(table("[checks.worker_ready]").port).toBe(env.WORKER_PORT);
	expect(env.HOST).toBe("0.0.0.0");
	expect(() => readEnv(env)).not.toThrow();
});

test("OPS-3 health and readiness are asked for at the paths that answer them", () => {
	const server = readFileSync("app/server.ts", "utf8");
	expect(docker.match(/^HEALTHCHECK [\s\S]+?\/api\/health/m)).not.toBeNull();
	expect(table("[[http_service.checks]]").path).toBe("/api/ready");
	expect(table("[checks.worker_ready]").path).toBe("/api/ready");
	for (const path of ["/api/health", "/api/ready"]) expect(server).toContain(`"${path}"`);
});

test("OPS-3 a release migrates first, with a program that the image holds", () => {
	const [node, program] = table("[deploy]").release_command!.split(" ");
	expect(node).toBe("node");
	expect(existsSync(program!)).toBe(true);
	expect(docker).toMatch(/^COPY --from=build \/app\/scripts /m);
});

test("OPS-3 a process has longer to stop than it takes itself before it gives up", () => {
	const own = Number(
		readFileSync("app/server.ts", "utf8")
			.match(/process\.exit\(1\), ([\d_]+)\)/)![1]!
			.replace("_", ""),
	);
	const top = fly.match(/^kill_timeout = "(\d+)s"$/m)![1];
	expect(Number(top) * 1000).toBeGreaterThan(own);
	expect(fly).toMatch(/^kill_signal = "SIGTERM"$/m);
	expect(docker).toMatch(/^STOPSIGNAL SIGTERM$/m);
});

test("OPS-3 the image runs as nobody special, and takes no secrets, data or packages of this machine along", () => {
	expect(docker.split(/^FROM /m).at(-1)).toMatch(/^USER node$/m);
	expect(ignored).toEqual(expect.arrayContaining([".env", ".data", "node_modules", "build", ".git"]));
});
