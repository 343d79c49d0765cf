import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const hashWith = promisify(argon2);

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane.
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** A password as it is stored: argon2id in the PHC string format, salted, about 25 ms of work. */
export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16);
	const tag = await hashWith("argon2id", { message: password.normalize("NFKC"), nonce, ...PARAMETERS });
	const { memory, passes, parallelism } = PARAMETERS;
	return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

// What an unknown address is compared with, so that the answer takes as long as for a known one.
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** Whether a password is the stored one. `undefined` (nobody, or no password set) does the same work and is false. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
	const match = PHC.exec(stored ?? NOBODY);
	if (!match) return false;
	const [, memory, passes, parallelism, salt, tag] = match;
	const wanted = Buffer.from(tag!, "base64");
	const given = await hashWith("argon2id", {
		message: password.normalize("NFKC"),
		nonce: Buffer.from(salt!, "base64"),
		memory: Number(memory),
		passes: Number(passes),
		parallelism: Number(parallelism),
		tagLength: wanted.length,
	});
	return timingSafeEqual(wanted, given) && Boolean(stored);
}

function unpadded(bytes: Buffer): string {
	return bytes.toString("base64").replace(/=+$/, "");
}
