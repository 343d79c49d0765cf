import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

type Asset = { bytes: Buffer; headers: Record<string, string | number> };

const TYPES: Record<string, string> = {
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
	".jpg": "image/jpeg",
	".ico": "image/x-icon",
	".woff2": "font/woff2",
	".json": "application/json",
	".webmanifest": "application/manifest+json",
	".txt": "text/plain; charset=utf-8",
};

/**
 * The built files of a folder, read once into memory: some megabytes, and a deployment that replaces them under a
 * running process neither breaks it nor mixes two builds. Files of other types, such as source maps, are not served.
 * What it returns answers a request for one of them and says whether it did.
 */
export function openAssets(
	folder: string,
): (message: IncomingMessage, response: ServerResponse, pathname: string) => boolean {
	const assets = new Map<string, Asset>();
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const type = TYPES[path.extname(entry.name)];
		if (!entry.isFile() || !type) continue;
		const file = path.join(entry.parentPath, entry.name);
		const pathname = `/${path.relative(folder, file).split(path.sep).join("/")}`;
		assets.set(pathname, readAsset(file, pathname, type));
	}
	return (message, response, pathname) => {
		const asset = assets.get(pathname);
		if (!asset || (message.method !== "GET" && message.method !== "HEAD")) return false;
		const isKnown = message.headers["if-none-match"]?.includes(String(asset.headers.ETag));
		response.writeHead(isKnown ? 304 : 200, asset.headers);
		response.end(isKnown || message.method === "HEAD" ? undefined : asset.bytes);
		return true;
	};
}

function readAsset(file: string, pathname: string, type: string): Asset {
	const bytes = readFileSync(file);
	const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
	// Vite names what is in /assets/ by its content; anything else is asked for again each time.
	const kept = pathname.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "public, no-cache";
	return {
		bytes,
		headers: { "Content-Type": type, "Content-Length": bytes.length, ETag: `"${digest}"`, "Cache-Control": kept },
	};
}
