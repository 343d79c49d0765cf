import { existsSync } from "node:fs";
import path from "node:path";

/** Where `tesseract` is looked for. */
export const ocrFolders = () => process.env.OCR_PATH?.trim() || "/usr/local/bin:/usr/bin:/bin";

/** The languages of scans as tesseract names them, "eng+deu"; checked at start (app/base/env.ts). */
export const ocrLanguages = () => process.env.OCR_LANGUAGES?.trim() || "eng";

/** What of the environment the reading of scans needs. */
export const ocrSettings = () => ({ OCR_PATH: ocrFolders(), OCR_LANGUAGES: ocrLanguages() });

/** Whether `tesseract` is installed on this machine: without it scanned pages are not read. */
export const hasOcr = () =>
	ocrFolders()
		.split(":")
		.some((folder) => existsSync(path.join(folder, "tesseract")));
