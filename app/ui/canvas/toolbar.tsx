import type { ReactNode } from "react";
import { IconButton } from "#app/ui/forms/button.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";
import type { KeyActs } from "./canvas-keys.tsx";

type Tool = { act: keyof KeyActs; label: string; icon: IconName; isOff?: boolean };

/** The buttons of the canvas: every one has a key too. An act that is absent has no button. */
export function Toolbar({
	acts,
	canUndo = false,
	canRedo = false,
	children,
}: {
	acts: KeyActs;
	canUndo?: boolean;
	canRedo?: boolean;
	children?: ReactNode;
}) {
	const tools: readonly Tool[] = [
		{ act: "undo", label: "Undo", icon: "undo", isOff: !canUndo },
		{ act: "redo", label: "Redo", icon: "redo", isOff: !canRedo },
		{ act: "layOut", label: "Lay out from left to right", icon: "layout" },
		{ act: "fit", label: "Show all", icon: "fit" },
		{ act: "zoomIn", label: "Nearer", icon: "zoom-in" },
		{ act: "zoomOut", label: "Further away", icon: "zoom-out" },
		{ act: "help", label: "Keys of the canvas", icon: "keyboard" },
	];
	return (
		<div className="canvas-tools" role="toolbar" aria-label="Canvas">
			{tools.map(({ act, label, icon, isOff = false }) => {
				const press = acts[act] as (() => void) | undefined;
				return press && <IconButton key={act} label={label} icon={icon} disabled={isOff} onClick={() => press()} />;
			})}
			{children}
		</div>
	);
}
