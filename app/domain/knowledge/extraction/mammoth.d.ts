declare module "mammoth/lib/zipfile.js" {
	/** An opened archive as mammoth reads it; `read` gives text where an encoding is named. */
	type Archive = { read(name: string, encoding?: string): Promise<unknown> };
	const zipfile: { openArrayBuffer(bytes: Uint8Array): Promise<Archive> };
	export default zipfile;
}
