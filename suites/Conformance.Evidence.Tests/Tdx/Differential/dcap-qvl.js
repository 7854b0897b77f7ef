'use strict';
// Puts questions to @phala/dcap-qvl. Argument: the folder that has it in node_modules. One JSON object a line comes in, one goes out:
//   {"quote": base64, "collateral": {...}, "time": seconds, "root": base64 of DER, or absent for Intel's}
//   {"status": "UpToDate", "advisories": [...]} or {"error": "..."}
// An empty object repeats the last question, which is what a stopwatch wants.
const path = require('path');
const { QuoteVerifier } = require(path.join(process.argv[2], 'node_modules', '@phala', 'dcap-qvl'));

let quote, collateral, time, verifier;

function answer(line) {
    const question = JSON.parse(line);
    if (question.quote !== undefined) {
        quote = new Uint8Array(Buffer.from(question.quote, 'base64'));
        ({ collateral, time } = question);
        verifier = question.root ? QuoteVerifier.newWithRootCa(Buffer.from(question.root, 'base64')) : QuoteVerifier.newProd();
    }

    try {
        const result = verifier.verify(quote, collateral, time);
        return { status: result.status, advisories: [...(result.advisory_ids ?? result.advisoryIds ?? [])] };
    } catch (e) {
        let error = e.message;
        for (let cause = e.cause; cause; cause = cause.cause) {
            error += ': ' + (cause.message ?? cause);
        }

        return { error };
    }
}

require('readline').createInterface({ input: process.stdin }).on('line', line => process.stdout.write(JSON.stringify(answer(line)) + '\n'));
