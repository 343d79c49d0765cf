import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "playwright-core";
import { addNode, connect } from "#app/domain/workflows/rules/edit-graph.ts";
import { FlowNode, type Graph } from "#app/domain/workflows/rules/graph.ts";
import { ensureBuilt } from "../build.mjs";
import { startProgram } from "./process.ts";
import { median, quantile, type Stage } from "./stage.ts";

const NODES = 300;
const STEPS = 60;

/**
 * The Studio's canvas with 300 steps in Chromium: how long each frame takes while it is panned, zoomed, and while a step
 * is dragged, and how many bytes of script the page loads, compressed. Without a graphics card the frames are drawn by the
 * processor: compare figures of one machine only.
 */
export async function canvas({ say }: Omit<Stage, "url">): Promise<void> {
	await ensureBuilt();
	const folder = mkdtempSync(path.join(tmpdir(), "bench-canvas-"));
	const env = { DATA_DIR: folder, DEMO_DATA: "true", LOG_LEVEL: "error" };
	const server = await startProgram(["build/server/server.js", "all"], "/api/ready", env, { seconds: 180 });
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
		args: ["--no-sandbox"],
	});
	try {
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		page.setDefaultTimeout(60_000);
		const url = await drawLarge(page, server.url);
		const bytes = await scriptBytes(page, url);
		say(`steps drawn                                       ${await page.locator(".react-flow__node").count()}`);
		say(`script the page loads, gzip (under 250 kB)        ${(bytes / 1_000).toFixed(0)} kB`);
		for (const [name, act] of Object.entries(acts)) report(say, name, await framesOf(page, act));
	} finally {
		await browser.close();
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Signs in, makes a workflow and saves a drawing of 300 steps as its draft. Answers where it is drawn. */
async function drawLarge(page: Page, base: string): Promise<string> {
	await page.goto(`${base}/sign-in`);
	await page.getByLabel("Email").fill("owner@demo.perigee.test");
	await page.getByLabel("Password").fill("perigee-demo");
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL(/today/);
	await page.goto(`${base}/studio/new`);
	await page.getByLabel("Name").fill("Three hundred steps");
	await page.getByRole("button", { name: /workflow/ }).click();
	await page.waitForURL(/\/studio\/[\w-]{36}/);
	const url = `${/.*\/studio\/[\w-]{36}/.exec(page.url())![0]}/canvas`;
	const status = await page.evaluate(
		async ([to, graph]) => {
			const body = new URLSearchParams({ act: "save", version: "1", graph });
			return (await fetch(to, { method: "POST", body })).status;
		},
		[`${url}/draft`, JSON.stringify(largeGraph())] as const,
	);
	if (status !== 200) throw new Error(`the drawing was not saved: ${status}`);
	return url;
}

/** Twenty rows of fifteen branches, each row hanging on the one above. */
function largeGraph(): Graph {
	const start = FlowNode.parse({ id: "start", type: "manual", name: "By hand" });
	let graph: Graph = { nodes: [start], edges: [] };
	let before = { from: "start", port: "next" };
	for (let count = 1; count < NODES; count++) {
		const place = { x: (count % 15) * 320, y: Math.floor(count / 15) * 180 };
		const settings = { when: "trigger.amount > 500" };
		const { graph: more, id } = addNode(graph, { type: "branch", name: `Branch ${count}`, settings, ...place });
		graph = connect(more, { ...before, to: id });
		before = { from: id, port: count % 2 ? "yes" : "no" };
	}
	return graph;
}

/** Loads the page anew and adds up its scripts as they are compressed. */
async function scriptBytes(page: Page, url: string): Promise<number> {
	const scripts: Promise<number>[] = [];
	page.on("response", (response) => {
		if (response.request().resourceType() !== "script") return;
		scripts.push(response.body().then((body) => gzipSync(body).byteLength));
	});
	await page.goto(url);
	await page.locator(".react-flow__node").first().waitFor();
	await page.waitForLoadState("networkidle");
	return (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
}

const acts: Record<string, (page: Page) => Promise<void>> = {
	async pan(page) {
		await page.mouse.move(720, 500);
		for (let step = 0; step < STEPS; step++) await page.mouse.wheel(step % 20 < 10 ? 60 : -60, 40);
	},
	async zoom(page) {
		await page.mouse.move(720, 500);
		await page.keyboard.down("Control");
		for (let step = 0; step < STEPS; step++) await page.mouse.wheel(0, step % 20 < 10 ? 50 : -50);
		await page.keyboard.up("Control");
	},
	async drag(page) {
		await page.getByRole("button", { name: "Show all" }).click();
		const card = (await page.locator(".react-flow__node").nth(150).boundingBox())!;
		await page.mouse.move(card.x + card.width / 2, card.y + card.height / 4);
		await page.mouse.down();
		for (let step = 0; step < STEPS; step++) await page.mouse.move(500 + step * 5, 400 + (step % 20) * 6);
		await page.mouse.up();
	},
};

/** Milliseconds between the frames that the browser drew while something was done. */
async function framesOf(page: Page, act: (page: Page) => Promise<void>): Promise<number[]> {
	await page.evaluate(() => {
		const frames: number[] = [];
		let last = performance.now();
		const note = (now: number) => {
			frames.push(now - last);
			last = now;
			if (!("isOver" in watched)) requestAnimationFrame(note);
		};
		const watched = Object.assign(window, { frames }) as object;
		Reflect.deleteProperty(window, "isOver");
		requestAnimationFrame(note);
	});
	await act(page);
	return page.evaluate(() => {
		Object.assign(window, { isOver: true });
		return (window as unknown as { frames: number[] }).frames;
	});
}

function report(say: Stage["say"], name: string, frames: number[]): void {
	const ms = (value: number) => `${value.toFixed(1)} ms`;
	const [middle, high, worst] = [median(frames), quantile(frames, 0.95), Math.max(...frames)];
	say(
		`${name.padEnd(6)} ${String(frames.length).padStart(4)} frames   median ${ms(middle)}   p95 ${ms(high)}   worst ${ms(worst)}`,
	);
}
