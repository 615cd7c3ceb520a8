/**
 * The browser's WebCrypto for `createSuite1({ subtle })`. Null where there is none (insecure contexts); which
 * operations it really has differs by browser, and the suite finds that out by trying them.
 */
export const subtle: SubtleCrypto | null = globalThis.crypto?.subtle ?? null;
