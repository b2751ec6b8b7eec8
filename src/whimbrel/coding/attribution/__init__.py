"""Who says what: quotations, the words that attribute, speakers and the chain behind them."""
