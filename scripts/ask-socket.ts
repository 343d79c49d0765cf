import { request } from "node:http";

/** Posts JSON to a unix socket of ours and returns the answer; rejects with the answer's own error message. */
export function askSocket(socketPath: string, path: string, body: unknown): Promise<Record<string, unknown>> {
	return new Promise((resolve, reject) => {
		const call = request({ socketPath, path, method: "POST" }, (response) => {
			let text = "";
			response.on("data", (chunk) => {
				text += chunk;
			});
			response.on("end", () => {
				const answer = JSON.parse(text || "{}") as Record<string, unknown>;
				if (response.statusCode === 200) resolve(answer);
				else reject(new Error(String(answer.error)));
			});
		});
		call.once("error", reject);
		call.end(JSON.stringify(body));
	});
}
