// What both bundles need of the host: texts, 64-bit numbers, and a log that says why a function failed.

/** The host as the loader hands it to a factory. */
export type Bridge = any;

export type View = { ptr_lo: number; ptr_hi: number; len: number };

export type Halves = { lo: number; hi: number };

/** Decodes UTF-8: there is no TextDecoder in QuickJS. */
export function text(bridge: Bridge, view: View): string {
    const bytes: number[] = bridge.readMemory(view.ptr_lo + view.ptr_hi * 4294967296, view.len);
    let result = '';
    for (let i = 0; i < bytes.length;) {
        const first = bytes[i++];
        let more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        let point = more === 0 ? first : first & (0x3F >> more);
        while (more-- > 0) {
            point = (point << 6) | (bytes[i++] & 0x3F);
        }
        result += String.fromCodePoint(point);
    }
    return result;
}

/** Encodes UTF-8. */
export function bytes(value: string): number[] {
    const result: number[] = [];
    for (const character of value) {
        const point = character.codePointAt(0)!;
        if (point < 0x80) {
            result.push(point);
        }
        else if (point < 0x800) {
            result.push(0xC0 | (point >> 6), 0x80 | (point & 0x3F));
        }
        else if (point < 0x10000) {
            result.push(0xE0 | (point >> 12), 0x80 | ((point >> 6) & 0x3F), 0x80 | (point & 0x3F));
        }
        else {
            result.push(0xF0 | (point >> 18), 0x80 | ((point >> 12) & 0x3F), 0x80 | ((point >> 6) & 0x3F),
                    0x80 | (point & 0x3F));
        }
    }
    return result;
}

export function unsigned(value: Halves): bigint {
    return (BigInt(value.hi) << 32n) | BigInt(value.lo);
}

/**
 * Tells the log why a function fails, with the line. The loader says only that it failed.
 */
export function explained<T extends object>(bridge: Bridge, scope: string, functions: T): T {
    for (const [name, body] of Object.entries(functions)) {
        (functions as any)[name] = (...args: unknown[]) => {
            try {
                return body(...args);
            }
            catch (ex: any) {
                bridge.log(1, scope, `${ex?.message ?? ex}\n${ex?.stack ?? ''}`);
                throw ex;
            }
        };
    }
    return functions;
}
