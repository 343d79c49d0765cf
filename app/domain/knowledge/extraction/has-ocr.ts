import { existsSync } from "node:fs";
import path from "node:path";

/** Where `tesseract` is looked for. */
export const ocrFolders = () => process.env.OCR_PATH ?? "/usr/local/bin:/usr/bin:/bin";

/** Whether `tesseract` is installed on this machine: without it scanned pages are not read. */
export const hasOcr = () =>
	ocrFolders()
		.split(":")
		.some((folder) => existsSync(path.join(folder, "tesseract")));
