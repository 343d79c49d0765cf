import type { Hook } from "./doors/hook.ts";
import { shopHook } from "./routes/hooks/shop.ts";

/** Every signed webhook of the product, on one page. They stand before Remix. */
export const hooks: readonly Hook[] = [shopHook];
