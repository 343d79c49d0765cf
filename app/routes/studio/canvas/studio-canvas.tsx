import type { CanvasShown } from "./canvas-data.ts";
import { DraftCanvas } from "./draft-canvas.tsx";
import { FixedCanvas } from "./fixed-canvas.tsx";

/** The canvas in the browser: a draft that may be changed, or a drawing to look at, such as that of a run. */
export function StudioCanvas({ shown }: { shown: CanvasShown }) {
	return shown.run || !shown.canEdit ? <FixedCanvas shown={shown} /> : <DraftCanvas shown={shown} />;
}
