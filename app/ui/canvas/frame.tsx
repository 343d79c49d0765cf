import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "#app/ui/class-names.ts";
import { IconButton } from "#app/ui/forms/button.tsx";
import { Canvas, type CanvasProps, type Flow } from "./canvas.tsx";
import { CanvasKeysDialog, type KeyActs, useCanvasKeys } from "./canvas-keys.tsx";
import { bringIntoView } from "./focus-card.ts";

/** A column beside the drawing; on a phone a sheet over it, shown when it is open. */
type Side = { label: string; isOpen: boolean; onClose(): void; children: ReactNode };

/** The drawing with what stands around it: a bar of tools, the library before it, the settings behind it. */
export function CanvasFrame({
	canvas,
	acts,
	bar,
	above,
	library,
	panel,
}: {
	canvas: Omit<CanvasProps, "onReady"> & { onReady(flow: Flow): void };
	acts: KeyActs;
	bar: ReactNode;
	above?: ReactNode;
	library?: Side;
	panel: Side;
}) {
	useCanvasKeys(acts);
	const drawing = useFocusInView(canvas.onReady);
	return (
		<div className={classNames("canvas-page", !library && "has-no-library")}>
			<div className="canvas-bar">{bar}</div>
			{above && <div className="canvas-above">{above}</div>}
			{library && <SideColumn name="library" side={library} />}
			<div className="canvas-drawing" ref={drawing.ref}>
				<Canvas {...canvas} onReady={drawing.onReady} />
			</div>
			<SideColumn name="panel" side={panel} />
			<CanvasKeysDialog />
		</div>
	);
}

function SideColumn({ name, side }: { name: string; side: Side }) {
	return (
		<section
			className={classNames(`canvas-${name}-side`, "canvas-side", side.isOpen && "is-open")}
			aria-label={side.label}
			onKeyDown={({ key }) => {
				if (key === "Escape" && side.isOpen) side.onClose();
			}}
		>
			<div className="canvas-side-close">
				<IconButton label={`Close ${side.label.toLowerCase()}`} icon="close" onClick={side.onClose} />
			</div>
			{side.children}
		</section>
	);
}

/** A card that the keys come to by Tab is brought into view. */
function useFocusInView(onReady: (flow: Flow) => void) {
	const ref = useRef<HTMLDivElement>(null);
	const flow = useRef<Flow>();
	useEffect(() => {
		const element = ref.current;
		if (!element) return;
		const onFocus = ({ target }: FocusEvent) => {
			if (!(target instanceof Element) || !target.matches(".react-flow__node:focus-visible")) return;
			bringIntoView(flow.current, target.getAttribute("data-id") ?? "");
		};
		element.addEventListener("focusin", onFocus);
		return () => element.removeEventListener("focusin", onFocus);
	}, []);
	const ready = (instance: Flow) => {
		flow.current = instance;
		onReady(instance);
	};
	return { ref, onReady: ready };
}
