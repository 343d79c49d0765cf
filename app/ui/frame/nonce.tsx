import { createContext, type ReactNode, useContext } from "react";

const NonceContext = createContext<string | undefined>(undefined);

/** Gives the nonce of the Content-Security-Policy to what draws a style element. The browser hides it again. */
export function NonceProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
	return <NonceContext.Provider value={nonce}>{children}</NonceContext.Provider>;
}

/** The page's nonce; undefined in the browser, where it is no longer readable. */
export function useNonce(): string | undefined {
	return useContext(NonceContext);
}
